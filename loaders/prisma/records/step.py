"""The steps of a campaign's funnel, which come one at a time. Docs: Prisma, "Funnel steps"."""

from collections.abc import Mapping
from typing import Annotated, cast

from loaders.upstream.decode import Record, Unreadable, Zone, via, wire
from loaders.upstream.values import listed

_KINDS = ("message", "data-capture", "redirect")


class MessageStep(Record, frozen=True, tag_field="type", tag="message"):
    """Text to show. The elements of `actions` are not documented; the stand-ins we know send words such as `next`."""

    title: str | None = None
    message: str | None = None
    actions: list[object] = []
    remaining_steps: int | None = wire("remaining-steps", default=None)
    max_steps: int | None = wire("max-steps", default=None)


class CaptureField(Record, frozen=True):
    """A field to ask for; `value` is what is known already."""

    name: str
    label: str | None = None
    control_type: str | None = wire("control-type", default=None)
    value: object = None


class DataCaptureStep(Record, frozen=True, tag_field="type", tag="data-capture"):
    """Data to ask for, to be given to the next step by the fields' names."""

    fields: list[CaptureField] = []
    actions: list[object] = []
    remaining_steps: int | None = wire("remaining-steps", default=None)
    max_steps: int | None = wire("max-steps", default=None)


class RedirectStep(Record, frozen=True, kw_only=True, tag_field="type", tag="redirect"):
    """Where to go next. The elements of `parameters` are not documented."""

    url: str
    method: str = "get"
    parameters: list[object] = []
    include_system_params: bool = wire("include-system-params", default=False)
    new_window: bool = wire("new-window", default=False)


Step = MessageStep | DataCaptureStep | RedirectStep


def step(value: object, zone: Zone) -> object:
    """Read `{type, config}`. Null and a missing list are empty; `new-widow` is read too, as the vendor spells it elsewhere."""
    kind = value.get("type") if isinstance(value, Mapping) else None
    if not isinstance(value, Mapping) or kind not in _KINDS:
        raise Unreadable("a step of type message, data-capture or redirect")
    config = value.get("config") or {}
    if not isinstance(config, Mapping):
        raise Unreadable("a step's config")
    lists = {name: listed(config.get(name), zone) for name in ("actions", "fields", "parameters")}
    window = config.get("new-window", config.get("new-widow"))
    known = {name: held for name, held in {**config, "new-window": window}.items() if held is not None}
    return {**known, **lists, "type": kind}


AnyStep = cast("type[Step]", Annotated[Step, via(step)])
"The shape of the answer of `advance-funnel`; type checkers take no annotated union for a type."
