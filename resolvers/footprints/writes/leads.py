"""Writes of leads and their actions."""

from datetime import datetime
from typing import Any

import msgspec

from loaders.footprints import Footprints
from loaders.footprints.pair import pair
from loaders.footprints.records.lead import Lead, LeadStatus
from loaders.footprints.records.written import ActionForm, Created, LeadChange, LeadForm, ProspectForm
from loaders.identity.row import handles
from resolvers.context import Info
from resolvers.footprints.campaigns import OFFLINE
from resolvers.footprints.writes.given import at_least, contact, given, identifier, local_id, person, stamp, variables
from resolvers.writes import Checks, Written, perform

_REFERENCES = ("offline_campaign", "offer_category", "offer", "location", "consultant", "channel")
_CONTRACT = ("contract_number", "contract_value", "contract_date", "contract_description")


async def create_lead(info: Info, source: object, idempotency_key: str | None) -> Written[Created]:
    """Add a lead; one call. Docs: "Add Lead"."""
    vendor, checks, values = info.context.vendor(Footprints), Checks(), given(source)
    contact(info, checks, values, needs_one=True)
    person(checks, values, info.context.clock.now().astimezone(vendor.zone).date())
    at_least(checks, values, "score", 0, 10)
    identifier(checks, values, *_REFERENCES)
    local_id(values, "offline_campaign", OFFLINE)
    custom = variables(checks, values, (field.encode_name for field in msgspec.structs.fields(LeadForm)))
    created_at = values.get("created_at", info.context.clock.now())
    if "created_at" in values:
        stamp(values, "created_at", vendor.zone)
        values["timezone"] = vendor.zone.key
    if checks.errors:
        return checks.refused()
    form = LeadForm(**values)
    return await perform(
        info,
        shape=Created,
        write=lambda: vendor.writes.leads.create(form, custom),
        stale=lambda _: _stale_for(info, vendor, created_at, form.email, form.phone),
        idempotency_key=idempotency_key,
    )


async def create_prospect(info: Info, source: object, idempotency_key: str | None) -> Written[Created]:
    """Add a prospect; one call. Docs: "Add prospect"."""
    vendor, checks, values = info.context.vendor(Footprints), Checks(), given(source)
    contact(info, checks, values, needs_one=True)
    session = values.get("avandor_session", "")
    checks.that(isinstance(session, str | dict), "input.avandorSession", "expected text or an object")
    if checks.errors:
        return checks.refused()
    form = ProspectForm(**values)
    return await perform(
        info,
        shape=Created,
        write=lambda: vendor.writes.leads.create_prospect(form),
        stale=lambda _: _stale_for(info, vendor, info.context.clock.now(), form.email, form.phone),
        idempotency_key=idempotency_key,
    )


async def update_lead(info: Info, source: object, idempotency_key: str | None) -> Written[Lead]:
    """Change a lead; one call. Docs: "Update Lead"."""
    vendor, checks, values = info.context.vendor(Footprints), Checks(), given(source)
    lead = _lead(checks, values)
    checks.that(values, "input", "expected at least one field to change")
    identifier(checks, values, "sku", "channel")
    for name, value in values.pop("contract", {}).items():
        values[f"contract_{name}"] = value
    is_customer = values.get("status") == LeadStatus.CUSTOMER.value
    has_contract = any(name in values for name in _CONTRACT)
    checks.that(is_customer or not has_contract, "input.contract", "expected no contract unless `status` is CUSTOMER")
    if checks.errors:
        return checks.refused()
    change = LeadChange(**values)
    return await perform(
        info,
        shape=Lead,
        write=lambda: vendor.writes.leads.update(lead, change),
        stale=lambda changed: _stale_lead(vendor, lead, changed),
        idempotency_key=idempotency_key,
    )


async def rate_lead(info: Info, source: object, idempotency_key: str | None) -> Written[Created]:
    """Store a lead's score; one call. Docs: "Update NPS"."""
    vendor, checks, values = info.context.vendor(Footprints), Checks(), given(source)
    lead = _lead(checks, values)
    # From 1 here, from 0 where a lead is added.
    at_least(checks, values, "score", 1, 10)
    if checks.errors:
        return checks.refused()
    return await perform(
        info,
        shape=Created,
        write=lambda: vendor.writes.leads.rate(lead, values["score"], values.get("comment")),
        stale=lambda _: _stale_lead(vendor, lead, None),
        idempotency_key=idempotency_key,
    )


async def mark_lead_lost(info: Info, source: object, idempotency_key: str | None) -> Written[Lead]:
    """Give a lead up; one call. Docs: "Update Lost Lead"."""
    vendor, checks, values = info.context.vendor(Footprints), Checks(), given(source)
    lead = _lead(checks, values)
    if checks.errors:
        return checks.refused()
    return await perform(
        info,
        shape=Lead,
        write=lambda: vendor.writes.leads.lose(lead, values["reason"], values.get("comment")),
        stale=lambda changed: _stale_lead(vendor, lead, changed),
        idempotency_key=idempotency_key,
    )


async def add_action(info: Info, source: object, idempotency_key: str | None) -> Written[Created]:
    """Add an action to a lead; one call. Docs: "Add Lead Action"."""
    vendor, checks, values = info.context.vendor(Footprints), Checks(), given(source)
    identifier(checks, values, "lead", "type")
    stamp(values, "date", vendor.zone)
    if checks.errors:
        return checks.refused()
    form = ActionForm(**values)
    return await perform(
        info,
        shape=Created,
        write=lambda: vendor.writes.leads.add_action(form),
        stale=lambda _: (vendor.tags.actions_of(str(form.lead)),),
        idempotency_key=idempotency_key,
    )


async def update_action(info: Info, source: object, idempotency_key: str | None) -> Written[Created]:
    """Change an action; one call. Docs: "Update Lead Action"."""
    vendor, checks, values = info.context.vendor(Footprints), Checks(), given(source)
    identifier(checks, values, "action", "lead", "type")
    action = str(values.pop("action"))
    stamp(values, "date", vendor.zone)
    checks.that(values, "input", "expected at least one field to change")
    if checks.errors:
        return checks.refused()
    form = ActionForm(**values)
    return await perform(
        info,
        shape=Created,
        write=lambda: vendor.writes.leads.update_action(action, form),
        # Which lead it was on before is not known, so all leads' actions are read anew.
        stale=lambda _: (vendor.tags.actions,),
        idempotency_key=idempotency_key,
    )


def _lead(checks: Checks, values: dict[str, Any]) -> str:
    identifier(checks, values, "lead")
    return str(values.pop("lead"))


def _stale_lead(vendor: Footprints, lead: str, changed: Lead | None) -> tuple[str, ...]:
    """A lead stands in the chunk of the month in which it was created, where the vendor's answer tells that."""
    created_at = changed.created_at if changed else None
    lists = vendor.reads.leads.tags_at(created_at) if created_at else (vendor.tags.leads,)
    return (*lists, vendor.tags.lead(lead))


def _stale_for(info: Info, vendor: Footprints, created_at: datetime, email: str | None, phone: str | None) -> tuple[str, ...]:
    """The month of a new lead, and whose profile gets it: with only one of e-mail and phone, everybody's who has that one."""
    lists, whose = vendor.reads.leads.tags_at(created_at), pair(email, phone, info.context.around.region)
    if whose is not None:
        return (*lists, vendor.tags.pair(whose))
    held = handles(info.context.around.region, email=email, phone=phone)
    return (*lists, *(tag for one in held for tag in vendor.tags.of_handle(one)))
