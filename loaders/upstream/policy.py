"""What a vendor's calls are held to."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Policy:
    """Limits of one vendor; times in seconds."""

    timeout_s: float = 5.0
    "For a read with all its attempts, or for a write."
    attempts: int = 3
    "How often a read is tried; a write is tried once."
    concurrency: int = 10
    calls: int | None = None
    "Calls allowed in any `per_s` seconds; None where no limit is known."
    per_s: float = 300.0
    lock_status: int | None = None
    "The status by which the vendor locks the account: opens the circuit at once, for `lock_pause_s`, and is never retried."
    lock_pause_s: float = 300.0
    refused_credentials: frozenset[int] = frozenset({401, 403})
    "Statuses by which the vendor doesn't take our credentials; its other 4xx are refusals, with a reason in the body."
