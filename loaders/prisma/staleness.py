"""The tags by which writes drop what they made stale. They hold no customer id in the clear: it may be an e-mail address."""

from hashlib import blake2b


def seen_by(customer_id: str) -> str:
    """Tags what Prisma shows a person: campaigns and profile."""
    return f"prisma:seen:{_hashed(customer_id)}"


def session_of(customer_id: str) -> str:
    """Tags a person's trace and visit."""
    return f"prisma:session:{_hashed(customer_id)}"


def _hashed(customer_id: str) -> str:
    return blake2b(customer_id.encode(), digest_size=12).hexdigest()
