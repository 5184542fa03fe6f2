"""Who was surveyed."""

from datetime import datetime

import strawberry

from loaders.tracksale.dispatches import Dispatch, Lot, Recipient
from resolvers.context import Info
from resolvers.tracksale import dispatches as resolve
from resolvers.tracksale import surveys
from schema.customer import Customer
from schema.node import Connection
from schema.tracksale.answer import SurveyTag
from schema.tracksale.survey import Survey


async def _customer(root: strawberry.Parent[Recipient], info: Info) -> Customer | None:
    return await resolve.person_of(root, info)  # type: ignore[return-value]  # a record behind the view


@strawberry.type(description="A customer to whom a survey was sent.")
class SurveyRecipient:
    name: str | None = strawberry.field(description="The customer's name as it was sent.")
    email: str | None = strawberry.field(description="E-mail address, likewise.")
    phone: str | None = strawberry.field(description="Phone number, likewise.")
    identification: str | None = strawberry.field(description="The organization's own number, likewise.")
    sent_at: datetime | None = strawberry.field(description="When it was sent.")
    status: str | None = strawberry.field(description="How the sending went, a text in the account's language.")
    has_answered: bool | None = strawberry.field(description="Whether the customer answered.")
    has_opened: bool | None = strawberry.field(
        description="Whether the survey was opened; null in `Survey.dispatches`, whose report doesn't tell."
    )
    tags: list[SurveyTag] = strawberry.field(description="What describes the customer; empty in `Survey.dispatches`.")
    customer: Customer | None = strawberry.field(
        resolver=_customer, description="The person; null where no vendor knows them. Costs what finding people costs."
    )


async def _survey_of_lot(root: strawberry.Parent[Lot], info: Info) -> Survey | None:
    return await surveys.survey_of_dispatch(root.campaign, info)  # type: ignore[return-value]  # as above


async def _survey_of_dispatch(root: strawberry.Parent[Dispatch], info: Info) -> Survey | None:
    return await surveys.survey_of_dispatch(root.campaign, info)  # type: ignore[return-value]  # as above


@strawberry.type(description="Customers to whom a survey was sent at once.")
class SurveyLot:
    code: strawberry.ID = strawberry.field(description="The vendor's code of the lot.")
    created_at: datetime | None = strawberry.field(description="When it was created.")
    status: str | None = strawberry.field(description="How far it is, a text in the account's language.")
    channel: str | None = strawberry.field(description="Email, SMS, WhatsApp, …")
    survey: Survey | None = strawberry.field(
        resolver=_survey_of_lot, description="What was sent. No call for its code and name."
    )
    recipients: list[SurveyRecipient] = strawberry.field(description="To whom, in the vendor's order.")


@strawberry.type(description="A page of lots.")
class SurveyLotConnection(Connection[SurveyLot]):
    """Named after its items."""


@strawberry.type(description="The lot that a dispatch belongs to.")
class SurveyLotSummary:
    code: strawberry.ID = strawberry.field(description="The vendor's code of the lot.")
    created_at: datetime | None = strawberry.field(description="When it was created.")
    status: str | None = strawberry.field(description="How far it is, a text in the account's language.")
    channel: str | None = strawberry.field(description="Email, SMS, WhatsApp, …")


@strawberry.type(description="One survey sent to one customer.")
class SurveyDispatch:
    lot: SurveyLotSummary = strawberry.field(description="The lot it was sent in.")
    recipient: SurveyRecipient = strawberry.field(description="To whom.")
    survey: Survey | None = strawberry.field(
        resolver=_survey_of_dispatch, description="What was sent. No call for its code and name."
    )


@strawberry.type(description="A page of dispatches.")
class SurveyDispatchConnection(Connection[SurveyDispatch]):
    """Named after its items."""


@strawberry.type(description="A lot that waits to be sent or discarded.")
class SurveyDraftLot:
    code: strawberry.ID = strawberry.field(description="The vendor's code of the lot.")
    created_at: datetime | None = strawberry.field(description="When it was created.")
    recipients: int | None = strawberry.field(name="recipientCount", description="How many customers it holds.")
