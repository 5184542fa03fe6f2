"""Pages: banners, popups, and the funnels behind them."""

from typing import Annotated

import strawberry
from strawberry.scalars import JSON

from loaders.prisma.records import screen as records
from loaders.prisma.records import step as steps
from resolvers.context import Info
from resolvers.prisma import screens as resolve
from schema.view import shows
from schema.write import UserError, user_errors

URL = "Where a browser shows the funnel. Holds the application's token, so ask for it only to send a browser there. Costs no call."


@strawberry.type(description="What happens when a person is interested in a banner or popup, and how it looks.")
class Funnel:
    style: str | None = strawberry.field(description="Its own styles, as CSS.")
    allow_dismiss: bool | None = strawberry.field(description='Whether the person may say "I\'m not interested".')
    landing_page: bool | None = strawberry.field(description="Whether the campaign has a landing page.")
    always_use_landing: bool | None = strawberry.field(description="Whether it always opens with the landing page.")
    show_progress_bar: bool | None = strawberry.field(description="Whether a progress bar is shown.")
    new_window: bool | None = strawberry.field(description="Whether it opens in a new window.")
    details: JSON | None = strawberry.field(
        description="All that the vendor answered of it, by its own names; the first step is in it where the vendor sends one."
    )


def _banner_url(
    root: strawberry.Parent[records.Banner],
    info: Info,
    popup: Annotated[  # noqa: FBT002  # the field's own argument
        bool,
        strawberry.argument(
            description="Whether the address says `popup=true`, as the vendor documents it; false for a page of its own."
        ),
    ] = True,
) -> str | None:
    return resolve.address(info, root, as_popup=popup)


def _popup_url(root: strawberry.Parent[records.Popup], info: Info) -> str | None:
    return resolve.address(info, root, as_popup=True)


@strawberry.type(description="One banner: an image, HTML or both.")
class Banner:
    campaign_id: strawberry.ID = strawberry.field(description="Prisma's id of the campaign: give it to `advanceFunnel`.")
    tracking_token: str = strawberry.field(
        description="Names this offer to this person: give it to `recordActivity` and `advanceFunnel`."
    )
    width: int | None = strawberry.field(description="Width of its placeholder, in pixels.")
    height: int | None = strawberry.field(description="Height of its placeholder, in pixels.")
    link: str | None = strawberry.field(description="The address of the image, for an image banner.")
    html: str | None = strawberry.field(description="The HTML, for an HTML banner. It is the vendor's: show it in a sandbox.")
    funnel: Funnel | None = strawberry.field(description="What happens when the person is interested.")
    funnel_url: str | None = strawberry.field(resolver=_banner_url, description=URL)


@strawberry.type(description="The popup of a page.")
class Popup:
    campaign_id: strawberry.ID = strawberry.field(description="Prisma's id of the campaign: give it to `advanceFunnel`.")
    tracking_token: str = strawberry.field(
        description="Names this offer to this person: give it to `recordActivity` and `advanceFunnel`."
    )
    has_close_button: bool | None = strawberry.field(description="Whether it shows a button to close it.")
    funnel: Funnel | None = strawberry.field(description="What happens when the person is interested.")
    funnel_url: str | None = strawberry.field(resolver=_popup_url, description=URL)


@strawberry.type(description="A place of a page that has banners; places without any are left out by the vendor.")
class Placeholder:
    id: strawberry.ID | None = strawberry.field(
        description="Which one of those asked for: known only where one was asked for, as the vendor doesn't say. "
        "Ask for one at a time where it matters, or tell them apart by width and height."
    )
    customer_id: str | None = strawberry.field(description="Prisma's id of the person; a temporary one for somebody anonymous.")
    is_popup: bool | None = strawberry.field(description="Whether its banners unfold in a popup.")
    popup_timeout_ms: int | None = strawberry.field(description="After how many milliseconds that popup closes.")
    transition_time_ms: int | None = strawberry.field(description="Milliseconds between its images, where it is a carousel.")
    width: int | None = strawberry.field(description="Its width, in pixels.")
    height: int | None = strawberry.field(description="Its height, in pixels.")
    banners: list[Banner] = strawberry.field(
        description="Its banners; several are a carousel, a grid, or what you make of them."
    )


@strawberry.type(name="SyncedPage", description="What a page shows to a person.")
class Screen:
    visit_id: strawberry.ID = strawberry.field(description="Prisma's id of the visit in which it was shown.")
    popup: Popup | None = strawberry.field(description="The popup; null where there is none or none was asked for.")
    placeholders: list[Placeholder] = strawberry.field(description="The places that have banners, in the vendor's order.")


@strawberry.type(description="A step that shows a text.")
@shows(steps.MessageStep)
class MessageStep:
    title: str | None = strawberry.field(description="The text's title.")
    message: str | None = strawberry.field(description="The text.")
    actions: list[JSON] = strawberry.field(
        description="What the person can do, such as `next` or `cancel`; as the vendor sent it."
    )
    remaining_steps: int | None = strawberry.field(description="How many steps are left.")
    max_steps: int | None = strawberry.field(description="How many steps there are at most.")


@strawberry.type(description="A field to ask the person for.")
class CaptureField:
    name: str = strawberry.field(description="Its name: the key of its value in `stepData`.")
    label: str | None = strawberry.field(description="What to write beside it.")
    control_type: str | None = strawberry.field(description="The sort of control to use, such as `text`.")
    value: JSON | None = strawberry.field(description="What is known already.")


@strawberry.type(description="A step that asks for data.")
@shows(steps.DataCaptureStep)
class DataCaptureStep:
    fields: list[CaptureField] = strawberry.field(description="What to ask for, in order.")
    actions: list[JSON] = strawberry.field(
        description="What the person can do, such as `next` or `cancel`; as the vendor sent it."
    )
    remaining_steps: int | None = strawberry.field(description="How many steps are left.")
    max_steps: int | None = strawberry.field(description="How many steps there are at most.")


@strawberry.type(description="A step that leads elsewhere.")
@shows(steps.RedirectStep)
class RedirectStep:
    url: str = strawberry.field(description="Where to go.")
    method: str = strawberry.field(description="`get` or `post`.")
    parameters: list[JSON] = strawberry.field(description="What to send along in the query; as the vendor sent it.")
    include_system_params: bool = strawberry.field(
        description="Whether `campaign-id`, `trail-id` (the visit) and `tracking-token` go into the query too."
    )
    new_window: bool = strawberry.field(description="Whether it opens in a new window.")


FunnelStep = Annotated[
    MessageStep | DataCaptureStep | RedirectStep, strawberry.union("FunnelStep", description="A step of a campaign's funnel.")
]


@strawberry.type(description="What `syncPage` did.")
class SyncPagePayload:
    result: Screen | None = strawberry.field(name="page", description="What the page shows; null where it was refused.")
    user_errors: list[UserError] = user_errors()


@strawberry.type(description="What `advanceFunnel` did.")
class AdvanceFunnelPayload:
    result: FunnelStep | None = strawberry.field(
        name="step", description="The step to show now; null where it was refused, also where there is no further step."
    )
    user_errors: list[UserError] = user_errors()
