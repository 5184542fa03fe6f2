"""How people are found at Prisma: they aren't. Its customer id is one of the person's handles, by the installation's setting.

Only business events search by other fields, and those create who is missing. Docs: Prisma, "Business Events".
"""

from loaders.identity.handle import Handle, Kind, handle
from loaders.identity.lookup import Directory, Lookup, Texts
from loaders.identity.row import Row

KINDS = {"external_id": Kind.EXTERNAL_ID, "loyalty_card": Kind.LOYALTY_CARD, "email": Kind.EMAIL}
"What the customer id may be, by the setting."


def directory(customer_id: str) -> Directory:
    """Make the directory for the handle named by `PRISMA_CUSTOMER_ID`. Costs no call, so a row is assumed, not known."""
    kind = KINDS[customer_id]

    async def by_id(text: str) -> Row | None:
        held = handle(kind, text, None)
        return _assumed(held) if held else None

    async def find(texts: Texts) -> list[Row]:
        return [_assumed(Handle(kind, texts[kind]))]

    return Directory(by_id=by_id, lookups=(Lookup(frozenset({kind}), find, calls=0),), id_kind=kind)


def _assumed(held: Handle) -> Row:
    return Row("prisma", held.text, handles=frozenset({held}), is_assumed=True)
