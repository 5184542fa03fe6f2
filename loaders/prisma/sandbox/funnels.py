"""Funnels: how far each person went in each campaign, and what the next step shows.

A form shows a message, captures data, and then forks: who left a phone number is led elsewhere, the others are thanked.
A funnel without a form leads elsewhere at once. Docs: Prisma, "Funnel steps".
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from loaders.prisma.sandbox.body import Refused
from loaders.prisma.sandbox.campaigns import Campaign
from loaders.prisma.sandbox.customers import Customer, checked
from loaders.prisma.sandbox.edn import Value, Word

_FIELDS = {"email": "E-mail", "phone": "Phone"}
_MAX_STEPS = 3


@dataclass(slots=True)
class Progress:
    """How far one person went in one campaign's funnel."""

    position: int = 0
    captured: dict[str, Value] = field(default_factory=dict)


class Funnels:
    """Every person's progress in every campaign's funnel."""

    def __init__(self) -> None:
        self._progress: dict[tuple[str, int], Progress] = {}

    def open(self, campaign: Campaign, customer: Customer) -> dict[str, Value]:
        """Start a funnel, or show the step at which the person left it."""
        progress = self._progress.setdefault((customer.id, campaign.id), Progress())
        return _step(campaign, customer, progress)

    def advance(self, campaign: Campaign, customer: Customer, step_data: Mapping[str, Value]) -> dict[str, Value]:
        """Take what the current step captured and show the next. Raises Refused with 400."""
        progress = self._progress.get((customer.id, campaign.id))
        if progress is None:
            raise Refused(400, "step-data: not expected, the funnel has not been started or is finished")
        if campaign.has_form and progress.position == 1:
            progress.captured = _captured(step_data)
            customer.fields.update(progress.captured)
        progress.position += 1
        if progress.position >= (_MAX_STEPS if campaign.has_form else 1):
            self.restart(campaign, customer)
            raise Refused(400, "step-data: the funnel has no further step")
        return _step(campaign, customer, progress)

    def restart(self, campaign: Campaign, customer: Customer) -> None:
        """Forget how far the person went."""
        self._progress.pop((customer.id, campaign.id), None)

    def settings(self, campaign: Campaign, customer: Customer) -> dict[str, Value]:
        """The funnel object beside a banner or in a popup. Docs: Prisma, "Banner detail" (`new-widow` is their spelling).

        "Along with the data corresponding to the first step", says the documentation without naming a key: here it is `step`.
        """
        return {
            "style": ".prisma-funnel { color: #222 }",
            "allow-dismiss": not campaign.is_popup,
            "landing-page": campaign.has_form,
            "always-use-landing": False,
            "show-progress-bar": campaign.has_form,
            "new-widow": not campaign.has_form,
            "step": _step(campaign, customer, Progress()),
        }


def _captured(step_data: Mapping[str, Value]) -> dict[str, Value]:
    unknown = set(step_data) - set(_FIELDS)
    if unknown:
        raise Refused(400, f"step-data: the step has no field {', '.join(sorted(unknown))}")
    if not step_data.get("email"):
        raise Refused(400, "step-data: email is required")
    return {name: value for name, value in checked(step_data).items() if value not in (None, "")}


def _step(campaign: Campaign, customer: Customer, progress: Progress) -> dict[str, Value]:
    if not campaign.has_form:
        return _redirect(campaign)
    if progress.position == 0:
        return _message(campaign.title, campaign.message, [Word("next"), Word("cancel")], progress)
    if progress.position == 1:
        return _data_capture(customer, progress)
    if progress.captured.get("phone"):
        return _redirect(campaign)
    return _message("Mulțumim!", "We will write to you.", [Word("close")], progress)


def _message(title: str, message: str, actions: list[Word], progress: Progress) -> dict[str, Value]:
    return {"type": Word("message"), "config": {"title": title, "message": message, "actions": actions, **_counts(progress)}}


def _data_capture(customer: Customer, progress: Progress) -> dict[str, Value]:
    fields: list[Value] = [
        {"label": label, "name": name, "control-type": Word("text"), "value": customer.fields.get(name)}
        for name, label in _FIELDS.items()
    ]
    config: dict[str, Value] = {"fields": fields, "actions": [Word("next")], **_counts(progress)}
    return {"type": Word("data-capture"), "config": config}


def _redirect(campaign: Campaign) -> dict[str, Value]:
    config: dict[str, Value] = {
        "url": f"https://shop.example.com/offers/{campaign.id}",
        "method": Word("get"),
        "parameters": [{"name": "utm_campaign", "value": campaign.name}],
        "include-system-params": True,
        "new-window": False,
    }
    return {"type": Word("redirect"), "config": config}


def _counts(progress: Progress) -> dict[str, Value]:
    return {"remaining-steps": _MAX_STEPS - 1 - progress.position, "max-steps": _MAX_STEPS}
