"""The account's state, and the questions that several routes ask of it."""

import hashlib
from base64 import b32encode
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from loaders.tracksale.sandbox.entities import Answer, Campaign, Lot, Recipient, Widget
from loaders.tracksale.sandbox.handles import Handles
from loaders.tracksale.sandbox.periods import Period
from loaders.tracksale.sandbox.refusals import Refused

LIMITED = {"daily": 1, "weekly": 7, "monthly": 30}
"Days per period of a campaign's dispatch limits."

_QUARANTINE = timedelta(days=90)


class Account:
    """One organisation at Tracksale."""

    def __init__(self, campaigns: Iterable[Campaign], widgets: Mapping[str, Widget], now: Callable[[], datetime]) -> None:
        self.campaigns = {str(campaign.code): campaign for campaign in campaigns}
        self.widgets = widgets
        self.now = now
        self.answers: dict[int, Answer] = {}
        self.lots: dict[str, Lot] = {}
        self._opened = 0

    @property
    def seconds(self) -> int:
        """Now, in Unix seconds."""
        return int(self.now().timestamp())

    def campaign(self, code: str) -> Campaign:
        """Find a campaign; its code is compared as text."""
        if code not in self.campaigns:
            raise Refused("Campaign not found", status=404)
        return self.campaigns[code]

    def next_answer_id(self) -> int:
        return max(self.answers, default=6805510) + 1

    def open_lot(self, campaign: Campaign, create_time: int) -> Lot:
        """Add an empty draft lot; its code looks like ABCDEFG123 and is the same in every process."""
        self._opened += 1
        digest = hashlib.sha256(f"lot {self._opened}".encode()).digest()
        lot = Lot(code=b32encode(digest).decode()[:10], campaign=campaign, create_time=create_time)
        self.lots[lot.code] = lot
        return lot

    def drafts(self, campaign: Campaign) -> list[Lot]:
        return [lot for lot in self.lots.values() if lot.campaign is campaign and lot.is_draft]

    def draft(self, campaign: Campaign, code: str) -> Lot:
        """Find a draft lot; one that was sent or dropped is gone."""
        lot = self.lots.get(code)
        if lot is None or lot.campaign is not campaign or not lot.is_draft:
            raise Refused("Lot not found", status=404)
        return lot

    def answered(self, period: Period, codes: Collection[str] | None = None) -> list[Answer]:
        """The answers of a period, newest first."""
        found = [
            answer
            for answer in self.answers.values()
            if answer.time in period and (codes is None or str(answer.campaign.code) in codes)
        ]
        return sorted(found, key=lambda answer: (-answer.time, -answer.id))

    def sent_lots(self, codes: Collection[str] | None = None) -> list[Lot]:
        """The lots that were sent or wait for their time, newest first."""
        found = [lot for lot in self.lots.values() if not lot.is_draft and (codes is None or str(lot.campaign.code) in codes)]
        return sorted(found, key=lambda lot: (-lot.create_time, lot.code))

    def dispatched(self, period: Period, codes: Collection[str] | None = None) -> Sequence[Recipient]:
        """The customers to whom something was sent in a period, once per sending."""
        return [to for lot in self.sent_lots(codes) if lot.time is not None and lot.time in period for to in lot.recipients]

    def can_impact(self, campaign: Campaign, handles: Handles) -> bool:
        """Tell whether the 90 days rule leaves this customer free: nothing of the campaign was sent to them since."""
        period = Period(start=self.seconds - int(_QUARANTINE.total_seconds()) + 1, end=self.seconds + 1)
        return not any(to.customer.handles.match(handles) for to in self.dispatched(period, {str(campaign.code)}))

    def remaining(self, campaign: Campaign, name: str) -> int | None:
        """Dispatches left in the running day, week (7 days) or month (30 days); None where the feature is unused."""
        if name not in campaign.limits:
            return None
        period = Period(start=self.seconds - LIMITED[name] * 86400 + 1, end=2**53)
        return max(0, campaign.limits[name] - len(self.dispatched(period, {str(campaign.code)})))
