"""What a page or screen shows to a person: banners in placeholders, and a popup. Docs: Prisma, "Banners and Popups"."""

from collections.abc import Mapping, Sequence
from typing import Annotated

from msgspec.structs import replace

from loaders.upstream.decode import Record, Unreadable, Zone, via, wire
from loaders.upstream.values import listed, text, whole

_FLAGS: Mapping[object, bool] = {"true": True, "false": False}


def flag(value: object, _zone: Zone) -> bool | None:
    """Read a boolean, which the documentation's JSON shows as text in one place."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str) and value in _FLAGS:
        return _FLAGS[value]
    raise Unreadable("a boolean")


def _with_all(value: object, _zone: Zone) -> object:
    """Keep all that came beside what is documented; `new-widow` is how the vendor spells it here, really."""
    if not isinstance(value, Mapping):
        return value
    return {**value, "new-window": value.get("new-widow", value.get("new-window")), "details": dict(value)} if value else None


def _absent_if_empty(value: object, _zone: Zone) -> object:
    """No popup is null, missing, or an empty object."""
    return None if value == {} else value


def _flattened(value: object, zone: Zone) -> object:
    """Put each banner and its funnel into one object."""
    rows = listed(value, zone)
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        raise Unreadable("a list of banners")
    return [{**_object(row.get("banner")), "funnel": row.get("funnel")} for row in rows]


def _object(value: object) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise Unreadable("a banner")
    return value


Flag = Annotated[bool | None, via(flag)]
Size = Annotated[int | None, via(whole)]


class Funnel(Record, frozen=True):
    """What happens when the person is interested. Docs: Prisma, "Banner detail".

    "Along with the data corresponding to the first step" is said of it without a name, so `details` holds all that came.
    """

    style: Annotated[str | None, via(text)] = None
    allow_dismiss: Flag = wire("allow-dismiss", default=None)
    landing_page: Flag = wire("landing-page", default=None)
    always_use_landing: Flag = wire("always-use-landing", default=None)
    show_progress_bar: Flag = wire("show-progress-bar", default=None)
    new_window: Flag = wire("new-window", default=None)
    details: dict[str, object] = {}


class Banner(Record, frozen=True, kw_only=True):
    """One banner of a placeholder: an image, HTML or both. `visit_id` is ours, for the funnel's address."""

    campaign_id: Annotated[str, via(text)] = wire("campaign")
    tracking_token: Annotated[str, via(text)] = wire("tracking-token")
    width: Size = None
    height: Size = None
    link: Annotated[str | None, via(text)] = None
    html: Annotated[str | None, via(text)] = wire("html-content", default=None)
    funnel: Annotated[Funnel | None, via(_with_all)] = None
    visit_id: str = ""


class Popup(Record, frozen=True, kw_only=True):
    """The one popup of a page. Docs: Prisma, "Banners and Popups"."""

    campaign_id: Annotated[str, via(text)] = wire("campaign")
    tracking_token: Annotated[str, via(text)] = wire("tracking-token")
    has_close_button: Flag = wire("show-close", default=None)
    funnel: Annotated[Funnel | None, via(_with_all)] = None
    visit_id: str = ""


class Placeholder(Record, frozen=True):
    """A filled place of a page; times in milliseconds, which real servers leave out. The vendor doesn't say which one it is, so
    `id` is set where only one was asked for. Docs: Prisma, "Placeholders".
    """

    id: str | None = None
    customer_id: Annotated[str | None, via(text)] = wire("customer-id", default=None)
    is_popup: Flag = wire("is-popup", default=None)
    popup_timeout_ms: Size = wire("popup-timeout", default=None)
    transition_time_ms: Size = wire("transition-time", default=None)
    width: Size = None
    height: Size = None
    banners: Annotated[list[Banner], via(_flattened)] = wire("banners-list", default=[])

    def placed(self, id_: str | None, visit_id: str) -> "Placeholder":
        """Return it with the id that it was asked for by, and its banners with the visit."""
        return replace(self, id=id_, banners=[replace(banner, visit_id=visit_id) for banner in self.banners])


class Screen(Record, frozen=True):
    """What one visit's page shows."""

    visit_id: str
    popup: Popup | None
    placeholders: list[Placeholder]


class Synced(Record, frozen=True):
    """The answer of `sync-page`; placeholders without content are left out of it."""

    popup: Annotated[Popup | None, via(_absent_if_empty)] = None
    placeholders: Annotated[list[Placeholder], via(listed)] = []

    def screen(self, visit_id: str, asked: Sequence[str]) -> Screen:
        """Put the visit into what it shows, and the placeholder's id where it can only be one."""
        popup = None if self.popup is None else replace(self.popup, visit_id=visit_id)
        (only,) = asked if len(asked) == 1 else (None,)
        return Screen(
            visit_id=visit_id, popup=popup, placeholders=[place.placed(only, visit_id) for place in self.placeholders]
        )
