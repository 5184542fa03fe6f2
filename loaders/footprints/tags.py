"""What entries of the cache depend on, so that a write can drop them."""

from collections.abc import Callable, Iterable
from datetime import datetime

from loaders.footprints.pair import Pair, dialled
from loaders.footprints.records.profile import Profile
from loaders.identity.handle import Handle, Kind
from loaders.identity.row import Row
from loaders.upstream.cache.cache import Cache
from loaders.upstream.tags import Tags


class FootprintsTags(Tags):
    """Profiles and codes by e-mail and phone together, leads by the month, codes of everybody by the page."""

    leads_at: Callable[[datetime], tuple[str, ...]]
    "Names what is kept of the month in which a lead was created."

    def __init__(self, vendor: str, cache: Cache, region: str | None, now: Callable[[], datetime]) -> None:
        super().__init__(vendor, cache)
        self._region = region
        self._now = now
        self.leads = f"{vendor}:leads"
        self.actions = f"{vendor}:actions"
        self.codes = f"{vendor}:codes"
        self.code_holders = f"{vendor}:code_holders"
        self.strangers = f"{vendor}:strangers"
        "Who was asked for by something that nobody is dropped by, and not found."

    def pair(self, pair: Pair) -> str:
        """The tag of what was asked for with that e-mail and phone."""
        return self._cache.key(self.vendor, "pair", *pair.key)

    def profile(self, profile_id: str) -> str:
        """The tag of a profile alone, without what else shows the person."""
        return self._cache.key(self.vendor, "profile", profile_id)

    def pair_of(self, profile_id: str) -> str:
        """The tag of the e-mail and phone behind an id. They lead to the person and show nothing, so they outlive changes."""
        return self._cache.key(self.vendor, "pair_of", profile_id)

    def timeline(self, email: str) -> str:
        """The tag of the profile whose timeline shows what is tracked of an e-mail address."""
        return self._cache.key(self.vendor, "timeline", email.strip().lower())

    def lead(self, lead_id: str) -> str:
        """The tag of the profile that a lead is in."""
        return f"{self.vendor}:lead:{lead_id}"

    def actions_of(self, lead_id: str) -> str:
        """The tag of what was done about a lead."""
        return f"{self.vendor}:actions:{lead_id}"

    def asked(self, pair: Pair) -> tuple[str, ...]:
        """What depends on who an e-mail and a phone name together."""
        known = (self.customer(pair.profile_id),) if pair.profile_id else ()
        return (self.pair(pair), self.handle(Kind.EMAIL, pair.email), self.handle(Kind.PHONE, pair.phone), *known)

    def shown(self, found: Profile | None) -> tuple[str, ...]:
        """What a profile depends on, however it was found."""
        if found is None:
            return (self.strangers,)
        seen_as = (self.timeline(found.email), self.handle(Kind.EMAIL, found.email.strip().lower())) if found.email else ()
        return (self.customer(found.id), self.profile(found.id), *seen_as, *(self.lead(lead.id) for lead in found.leads))

    def of_person(self, id_: str, row: Row | None) -> Iterable[str]:
        """The profile and codes, and the leads' months and actions; all leads' where the profile isn't known."""
        if row is None or not isinstance(row.record, Profile):
            return (self.customer(id_), self.codes, self.leads, self.actions)
        leads = row.record.leads
        if any(lead.created_at is None for lead in leads):
            return (self.customer(id_), self.codes, self.leads, *(self.actions_of(lead.id) for lead in leads))
        moments = (self._now(), *(lead.created_at for lead in leads if lead.created_at))
        months = {tag for moment in moments for tag in self.leads_at(moment)}
        return (self.customer(id_), self.codes, *sorted(months), *(self.actions_of(lead.id) for lead in leads))

    def of_handle(self, held: Handle) -> Iterable[str]:
        """Whom the handle found, beside another one."""
        text = dialled(held.text, self._region) if held.kind is Kind.PHONE else held.text
        return (self.handle(held.kind, text), self.strangers)
