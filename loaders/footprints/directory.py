"""How people are found at Footprints: by e-mail and phone together, and by nothing else that is documented."""

from loaders.footprints.pair import Pair, dialled, pair
from loaders.footprints.reads import Reads
from loaders.footprints.records.lead import Lead
from loaders.footprints.records.loyalty import CodeHolder
from loaders.footprints.records.profile import Profile
from loaders.identity.handle import Handle, Kind
from loaders.identity.lookup import Directory, Lookup, Texts
from loaders.identity.row import Row, handles

_VENDOR = "footprints"


class People:
    """Finds profiles and turns whatever names a person here into a row."""

    def __init__(self, reads: Reads, region: str | None) -> None:
        self._reads = reads
        self._region = region

    def directory(self) -> Directory:
        """Return what the identity needs to know of this vendor."""
        lookup = Lookup(frozenset({Kind.EMAIL, Kind.PHONE}), self._found)
        carries = frozenset({Kind.EMAIL, Kind.PHONE, Kind.EXTERNAL_ID})
        return Directory(by_id=self.by_id, lookups=(lookup,), carries=carries)

    async def by_id(self, profile_id: str) -> Row | None:
        """Return the profile's row; one call more than `PeopleReads.pair_of`. Raises Incomplete where nothing tells the pair."""
        known = await self._reads.people.pair_of(profile_id)
        found = await self._reads.people.profile(known)
        if found is None or found.id != profile_id:
            await self._reads.people.mistake(profile_id, known)
            return None
        return self.row(found)

    def row(self, found: Profile) -> Row:
        """Make a row of a profile; it carries the profile, so leads and interactions cost nothing more."""
        return Row(
            _VENDOR,
            found.id,
            found.first_name,
            found.last_name,
            found.birthday,
            handles(self._region, email=found.email, phone=found.phone, external_id=found.external_id),
            found,
        )

    async def row_beside(self, lead: Lead) -> Row | None:
        """Make a row of the customer behind a lead, without a call; None where the lead doesn't say whose it is."""
        if lead.client_id is None:
            return None
        await self._reads.people.remember(lead.client_id, lead.email, lead.phone)
        held = handles(self._region, email=lead.email, phone=lead.phone)
        return Row(_VENDOR, lead.client_id, lead.first_name, lead.last_name, lead.birthday, held)

    async def row_holding(self, holder: CodeHolder) -> Row:
        """Make a row of the customer who holds a code, without a call."""
        await self._reads.people.remember(holder.id, holder.email, holder.phone)
        held = handles(self._region, email=holder.email, phone=holder.phone)
        return Row(_VENDOR, holder.id, holder.first_name, holder.last_name, None, held)

    def handles_of(self, lead: Lead) -> tuple[Handle, ...]:
        """Return what a lead says of its customer, the strongest first."""
        return tuple(sorted(handles(self._region, email=lead.email, phone=lead.phone), key=lambda held: held.kind))

    def pair(self, row: Row) -> Pair | None:
        """Return the pair that names the row's person in a call."""
        return pair(row.first(Kind.EMAIL), row.first(Kind.PHONE), self._region, row.id)

    async def _found(self, texts: Texts) -> list[Row]:
        found = await self._reads.people.profile(Pair(texts[Kind.EMAIL], dialled(texts[Kind.PHONE], self._region)))
        return [self.row(found)] if found else []
