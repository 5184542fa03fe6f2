"""Reads of customers' profiles, and of the pair that a profile's id stands for."""

from dataclasses import replace
from typing import Annotated, cast

from loaders.footprints.pair import Pair, pair
from loaders.footprints.reads.codes import CodeReads
from loaders.footprints.records.profile import Profile
from loaders.footprints.records.shapes import document
from loaders.footprints.tags import FootprintsTags
from loaders.upstream.batch import singly
from loaders.upstream.cache.entry import CLOSED_WINDOW, PERSON, SESSION
from loaders.upstream.call import Call
from loaders.upstream.client import Client
from loaders.upstream.decode import via
from loaders.upstream.errors import Incomplete
from loaders.upstream.vendor import Plumbing

_PROFILE = cast("type[Profile | None]", Annotated[Profile | None, via(document)])


class PeopleReads:
    """Profiles. The vendor has no bulk read: each customer is a call."""

    def __init__(self, plumbing: Plumbing, client: Client, codes: CodeReads, tags: FootprintsTags) -> None:
        self._client = client
        self._codes = codes
        self._tags = tags
        self._region = plumbing.kit.region
        self._vendor = plumbing.vendor
        self._profiles = plumbing.read(
            "profile",
            singly(self._profile),
            key=lambda wanted: wanted.key,
            ttl=PERSON,
            tags=lambda wanted, found: (*tags.asked(wanted), *tags.shown(found)),
        )
        self._by_national_id = plumbing.read(
            "profile_by_national_id",
            singly(self._with_national_id),
            key=lambda text: (text,),
            ttl=PERSON,
            tags=lambda _key, found: tags.shown(found),
        )
        self._pairs = plumbing.read(
            "pair",
            singly(self._indexed),
            key=lambda profile_id: (profile_id,),
            ttl=replace(CLOSED_WINDOW, is_made=True),
            tags=lambda profile_id, _: (tags.pair_of(profile_id),),
        )
        self._sessions = plumbing.read("session", singly(_unknown), key=lambda session: (session,), ttl=SESSION)

    async def profile(self, wanted: Pair) -> Profile | None:
        """Return a customer with their leads and timeline, or None. One call per customer. Docs: "Get customers"."""
        return await self._profiles.load(wanted)

    async def profile_with_national_id(self, national_id: str) -> Profile | None:
        """Return the customer with that national id, or None. One call. Docs: "Get customers", whose text alone names this way."""
        return await self._by_national_id.load(national_id)

    async def pair_of(self, profile_id: str) -> Pair:
        """Return the e-mail and phone behind a profile's id.

        No call where any profile, lead or code with that id was seen in the last day. Else the index of all codes' holders, which
        costs `CodeReads.holders` once per ten minutes. Raises Incomplete for people who hold no code: nothing finds a profile by its id.
        """
        return await self._pairs.load(profile_id)

    async def remember(self, profile_id: str | None, email: str | None, phone: str | None) -> None:
        """Keep the pair of a profile that was seen, so that its id leads back to it."""
        seen = pair(email, phone, self._region, profile_id)
        if profile_id and seen:
            await self._pairs.prime(profile_id, seen)

    async def mistake(self, profile_id: str, wrong: Pair) -> None:
        """Forget a pair that turned out to lead elsewhere, so that it is looked for anew the next time."""
        await self._pairs.drop(profile_id, lambda held: held == wrong)

    async def remember_session(self, session: str, email: str | None) -> None:
        """Keep whose tracking session it is: what is tracked in it may show in the profile's timeline."""
        await self._sessions.prime(session, (self._tags.timeline(email),) if email else ())

    async def session_tags(self, session: str) -> tuple[str, ...]:
        """Return what tracking in a session makes stale: its owner's profile, if the session began here. No call."""
        return await self._sessions.load(session)

    async def _profile(self, wanted: Pair) -> Profile | None:
        call = Call("get client", "GET", "/api/client", query=tuple(wanted.parameters.items()))
        return await self._seen(await self._client.find(call, _PROFILE))

    async def _with_national_id(self, national_id: str) -> Profile | None:
        # The parameter table leaves it out; this is the field's name on write.
        call = Call("get client", "GET", "/api/client", query=(("nationalId", national_id),))
        found = await self._seen(await self._client.find(call, _PROFILE))
        known = pair(found.email, found.phone, self._region, found.id) if found else None
        if found and known:
            await self._profiles.prime(known, found)
        return found

    async def _seen(self, found: Profile | None) -> Profile | None:
        if found is None:
            return None
        await self.remember(found.id, found.email, found.phone)
        return found.completed()

    async def _indexed(self, profile_id: str) -> Pair:
        holder = (await self._codes.holders()).get(profile_id)
        known = pair(holder.email, holder.phone, self._region, profile_id) if holder else None
        if known is None:
            raise Incomplete(
                self._vendor,
                "can't be asked by its own id, only by e-mail and phone together; name the person by `email` or `phone`, "
                "so that the other vendors complete the pair",
            )
        return known


async def _unknown(_session: str) -> tuple[str, ...]:
    return ()
