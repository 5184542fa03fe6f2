"""The campaigns that run, whom each is meant for, and where its banner hangs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from loaders.prisma.sandbox.customers import Customer
from loaders.prisma.sandbox.edn import Value, Word

_WEB = frozenset({Word("web"), Word("mobile")})
_EVERYWHERE = _WEB | {Word("atm")}
_FIRST_ID = 17592186045418


@dataclass(frozen=True, slots=True)
class Campaign:
    """One running campaign; `link` and `html` are its banner's, one of them or both."""

    id: int
    name: str
    category: str
    group: str
    title: str
    message: str
    is_meant_for: Callable[[Customer], bool]
    channels: frozenset[Word] = _WEB
    placeholder: str | None = None
    link: str | None = None
    html: str | None = None
    event: str | None = None
    "The business event that triggers it."
    is_popup: bool = False
    has_form: bool = True
    "Whether its funnel asks for data; otherwise it only leads elsewhere."

    def targets(self, customer: Customer) -> bool:
        """Whether the campaign is active for this person."""
        return not customer.fields.get("opted_out") and self.id not in customer.closed and self.is_meant_for(customer)

    def listed(self, tracking_token: UUID, now: datetime) -> dict[str, Value]:
        """The campaign as `active` answers it. The documentation gives no shape, so a client should read what it recognises."""
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
        return {
            "campaign-id": self.id,
            "name": self.name,
            "category": self.category,
            "group": self.group,
            "title": self.title,
            "message": self.message,
            "tracking-token": tracking_token,
            "channels": self.channels,
            "start-date": midnight - timedelta(days=self.id % 20 + 1),
            "end-date": midnight + timedelta(days=self.id % 30 + 1),
        }


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A place on a page; `timings` may be missing from an answer (a public client had to stop reading them)."""

    id: str
    width: int
    height: int
    has_timings: bool = True


# The documentation's own placeholder names, and one more.
PLACEHOLDERS = {
    place.id: place
    for place in (
        Placeholder("id-placeholder1", 800, 600),
        Placeholder("id-placeholder2", 300, 250, has_timings=False),
        Placeholder("home-hero", 1200, 400),
    )
}

CAMPAIGNS = (
    Campaign(
        id=_FIRST_ID,
        name="Welcome",
        category="Loyalty",
        group="Onboarding",
        title="Bun venit!",
        message="Tell us how to reach you and get 50 points.",
        is_meant_for=lambda customer: True,  # noqa: ARG005  # meant for everybody, whoever they are
        channels=_EVERYWHERE,
        placeholder="home-hero",
        html='<div class="welcome">Bun venit!</div>',
        event="newsletter-registration",
    ),
    Campaign(
        id=_FIRST_ID + 7,
        name="Test drive weekend",
        category="Sales",
        group="Cars",
        title="Drive it before you buy it",
        message="Three new models wait for you on Saturday.",
        is_meant_for=lambda customer: customer.likes("cars"),
        placeholder="id-placeholder1",
        link="https://cdn.example.com/banners/test-drive.png",
        event="checkout-abandoned",
    ),
    Campaign(
        id=_FIRST_ID + 12,
        name="Car insurance renewal",
        category="Sales",
        group="Insurance",
        title="Your insurance ends soon",
        message="Renew it in two minutes.",
        is_meant_for=lambda customer: customer.likes("cars"),
        is_popup=True,
        has_form=False,
    ),
    Campaign(
        id=_FIRST_ID + 19,
        name="Summer escapes",
        category="Sales",
        group="Travel",
        title="The sea is closer than you think",
        message="Two nights for the price of one.",
        is_meant_for=lambda customer: customer.likes("travel"),
        placeholder="id-placeholder1",
        html='<a class="escape">Two nights for the price of one</a>',
    ),
    Campaign(
        id=_FIRST_ID + 25,
        name="Home makeover",
        category="Sales",
        group="Home",
        title="New year, new kitchen",
        message="Pay in ten instalments.",
        is_meant_for=lambda customer: customer.likes("home"),
        placeholder="id-placeholder1",
        link="https://cdn.example.com/banners/kitchen.png",
        html="<div>New year, new kitchen</div>",
    ),
    Campaign(
        id=_FIRST_ID + 31,
        name="City marathon",
        category="Events",
        group="Sport",
        title="Run with us",
        message="Places for the marathon in București.",
        is_meant_for=lambda customer: customer.likes("sport") and customer.is_in("București"),
        placeholder="home-hero",
        link="https://cdn.example.com/banners/marathon.png",
    ),
    Campaign(
        id=_FIRST_ID + 38,
        name="Store opening in Cluj",
        category="Events",
        group="Stores",
        title="See you in Cluj-Napoca",
        message="The first hundred guests get a gift.",
        is_meant_for=lambda customer: customer.is_in("Cluj-Napoca"),
        placeholder="id-placeholder2",
        html="<b>See you in Cluj-Napoca</b>",
        has_form=False,
    ),
    Campaign(
        id=_FIRST_ID + 44,
        name="Gold card upgrade",
        category="Loyalty",
        group="Cards",
        title="Go gold",
        message="Double points for a year.",
        is_meant_for=lambda customer: customer.fields.get("card_number") is not None,
        channels=_EVERYWHERE,
        placeholder="id-placeholder2",
        link="https://cdn.example.com/banners/gold.png",
        event="card-expiring",
        has_form=False,
    ),
)

EVENTS = frozenset(campaign.event for campaign in CAMPAIGNS if campaign.event) | {"account-closed"}
"The business events defined in the application; no campaign waits for the last one."
