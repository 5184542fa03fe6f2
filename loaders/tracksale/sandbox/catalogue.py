"""The account's surveys and widgets."""

from collections.abc import Mapping, Sequence

from loaders.tracksale.sandbox.entities import Campaign, Question, Widget

NPS, SECONDARY_NPS, CSAT, REVIEW = "NPS", "Secondary NPS", "CSAT", "Review"
SINGLE_CHOICE, OPEN_QUESTION = "Single Choice", "Open Question"

HIGHEST = {NPS: 10, SECONDARY_NPS: 10, CSAT: 5, REVIEW: 5}
"The highest score of each type of question that has one."

_YEAR_S = 365 * 86400


def campaigns(now_s: int) -> Sequence[Campaign]:
    """Three surveys that began more than three years ago: by e-mail, by SMS, and by e-mail with all six types of question."""
    return (
        Campaign(
            code=51,
            name="Store visit",
            description="After a visit to a store",
            main_channel="Email",
            create_time=now_s - 4 * _YEAR_S,
            questions=(
                Question(5101, NPS, "Recommendation", "Would you recommend our stores to a friend?", "Why?"),
                Question(5102, CSAT, "Staff", "How satisfied are you with our staff?"),
                Question(5103, OPEN_QUESTION, "Wishes", "What should we do better?"),
            ),
        ),
        Campaign(
            code=52,
            name="Call centre",
            description="After a call",
            main_channel="SMS",
            create_time=now_s - 4 * _YEAR_S + 86400,
            questions=(
                Question(5201, NPS, "Recommendation", "Would you recommend our call centre?", "Why?"),
                Question(5202, REVIEW, "Review", "How many stars for the agent?"),
                Question(5203, SECONDARY_NPS, "Call again", "Would you call us again?", "Why?"),
            ),
        ),
        Campaign(
            code=53,
            name="Online purchase",
            description="A week after an online purchase",
            main_channel="Email",
            create_time=now_s - 4 * _YEAR_S + 172800,
            questions=(
                Question(5301, NPS, "Recommendation", "Would you recommend our shop?", "Why?"),
                Question(5302, REVIEW, "Review", "How many stars for the product?"),
                Question(5303, SINGLE_CHOICE, "Reason", "Why did you choose us?", is_optional=True),
                Question(5304, OPEN_QUESTION, "Wishes", "What was missing?"),
                Question(5305, SECONDARY_NPS, "Delivery", "Would you recommend our delivery?", "Why?"),
                Question(5306, CSAT, "Packaging", "How satisfied are you with the packaging?"),
            ),
            limits={"daily": 600, "weekly": 2000, "monthly": 5000},
        ),
    )


def widgets() -> Mapping[str, Widget]:
    """Two widgets by key; the first says `limit_reached` although it has no limit, as in the page's example."""
    return {
        "widget51": Widget(
            id=1,
            name="Widget",
            views={"daily": 2, "weekly": 0, "monthly": 0},
            limits={"daily": 2, "weekly": 0, "monthly": 0, "has_limit": False, "limit_reached": "daily"},
        ),
        "widget53": Widget(
            id=2,
            name="Checkout",
            views={"daily": 12, "weekly": 80, "monthly": 310},
            limits={"daily": 50, "weekly": 300, "monthly": 1000, "has_limit": True, "limit_reached": None},
        ),
    }
