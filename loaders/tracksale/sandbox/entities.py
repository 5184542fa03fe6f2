"""What the account holds: campaigns, customers, answers, lots and widgets."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from loaders.tracksale.sandbox.handles import Handles


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a campaign; `type` is one of the six that accept answers through the API."""

    id: int
    type: str
    title: str
    question: str
    secondary: str | None = None
    is_optional: bool = False


@dataclass(frozen=True, slots=True)
class Campaign:
    """A survey; `limits` are dispatches per daily, weekly and monthly period, absent where the feature is unused."""

    code: int
    name: str
    description: str
    main_channel: str
    create_time: int
    questions: tuple[Question, ...]
    limits: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_by_email(self) -> bool:
        return self.main_channel == "Email"


@dataclass(frozen=True, slots=True)
class Tag:
    """A name and a value that describe a customer or an answer."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Customer:
    """Whoever a lot is sent to or an answer comes from; there is no other list of customers."""

    name: str | None
    handles: Handles
    tags: tuple[Tag, ...] = ()


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer to one question beside the main NPS question."""

    question: Question
    score: int | None = None
    comment: str | None = None


@dataclass(slots=True)
class Answer:
    """A customer's answer to a campaign; times are Unix seconds, `score` is 0 to 10."""

    id: int
    time: int
    campaign: Campaign
    customer: Customer
    score: int
    update_time: int
    comment: str | None = None
    channel: str = "Email"
    lot_code: str | None = None
    dispatch_time: int | None = None
    reminder_time: int | None = None
    deadline: int | None = None
    last_score: int | None = None
    alternative_email: str | None = None
    alternative_phone: str | None = None
    elapsed_time: int = 0
    status: str = "Nenhum"
    priority: str = "None"
    assignee: str | None = None
    categories: tuple[str, ...] = ()
    justifications: tuple[tuple[str, tuple[str, ...]], ...] = ()
    "Groups of reasons: plain text, or JSON inside of a string with a language as its key."
    replies: tuple[Reply, ...] = ()
    tags: list[Tag] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Recipient:
    """A customer in a lot."""

    customer: Customer
    has_answered: bool = False
    has_opened: bool = False


@dataclass(slots=True)
class Lot:
    """Customers whom a campaign is sent to at once; `time` is when, in Unix seconds, and None while it is a draft."""

    code: str
    campaign: Campaign
    create_time: int
    time: int | None = None
    finish_time: int | None = None
    recipients: list[Recipient] = field(default_factory=list)

    @property
    def is_draft(self) -> bool:
        return self.time is None


@dataclass(frozen=True, slots=True)
class Widget:
    """A survey inside of a web site."""

    id: int
    name: str
    views: Mapping[str, int]
    limits: Mapping[str, int | bool | str | None]
