"""Who was surveyed. Docs: "Reports", Dispatches and Paged Dispatches; "Search for draft lots"."""

from datetime import datetime
from typing import Annotated

from loaders.tracksale.answers import Moment, Tags, Text
from loaders.tracksale.spellings import moment, truth
from loaders.upstream.decode import Record, via, wire
from loaders.upstream.values import instant, listed, text, whole

Truth = Annotated[bool | None, via(truth)]


class CampaignRef(Record, frozen=True, kw_only=True):
    """The campaign of a lot; its code is text here and a number elsewhere."""

    code: Annotated[str, via(text)]
    name: Text = None


class Recipient(Record, frozen=True, kw_only=True):
    """A customer of a lot; `has_opened` and tags come with the paged report only."""

    name: Text = None
    identification: Text = None
    email: Text = None
    phone: Text = None
    sent_at: Moment = wire("dispatch_time", default=None)
    status: Text = None
    has_answered: Truth = None
    has_opened: Truth = wire("survey_opened", default=None)
    tags: Tags = []


class LotRef(Record, frozen=True, kw_only=True):
    """A lot as each row of the paged report names it."""

    code: Annotated[str, via(text)] = wire("dispatch_code")
    created_at: Annotated[datetime, via(instant)] = wire("create_time")
    status: Text = None
    channel: Text = None


class Lot(LotRef, frozen=True, kw_only=True):
    """Customers to whom a campaign was sent at once."""

    campaign: CampaignRef
    recipients: Annotated[list[Recipient], via(listed)] = wire("customers", default=[])


class Dispatch(Record, frozen=True, kw_only=True):
    """One customer in one lot."""

    campaign: CampaignRef
    lot: LotRef
    recipient: Recipient = wire("customer")

    @property
    def key(self) -> str:
        """What tells it from the others; rows have no id."""
        to = self.recipient
        return "\x1f".join(part or "" for part in (self.lot.code, to.identification, to.email, to.phone, to.name))


class Dispatches(Record, frozen=True, kw_only=True):
    """A page of the paged report."""

    data: Annotated[list[Dispatch], via(listed)] = []


class DraftLot(Record, frozen=True, kw_only=True):
    """A lot that waits to be sent or discarded; `recipients` counts its customers."""

    code: Annotated[str, via(text)]
    created_at: Annotated[datetime | None, via(moment)] = wire("create_time", default=None)
    recipients: Annotated[int | None, via(whole)] = wire("total_dispatches", default=None)


class DraftLots(Record, frozen=True, kw_only=True):
    """The draft lots of a campaign."""

    lots: Annotated[list[DraftLot], via(listed)] = wire("lot", default=[])
