"""Answers to surveys."""

from datetime import datetime

import strawberry

from loaders.tracksale.answers import Answer as Record
from resolvers.context import Info
from resolvers.tracksale import answers as resolve
from resolvers.tracksale import surveys
from schema.customer import Customer
from schema.node import Connection, Node
from schema.tracksale.survey import Survey
from schema.view import global_id, shows


@strawberry.type(description="A name and a value that describe an answer or a recipient, such as a city.")
class SurveyTag:
    name: str = strawberry.field(description="What it tells.")
    value: str | None = strawberry.field(description="What it is; null where it was left empty.")


@strawberry.type(description="A group of reasons that a person chose for their score.")
class SurveyReason:
    name: str | None = strawberry.field(description="The group, or the reason where there are no groups.")
    children: list[str] = strawberry.field(description="The reasons chosen in the group.")


@strawberry.type(description="The answer to a question beside the main one.")
class SurveyReply:
    question_id: strawberry.ID | None = strawberry.field(description="The question's id at the vendor.")
    question: str | None = strawberry.field(description="The question as it was asked.")
    score: str | None = strawberry.field(description="The score, on the question's own scale; null for open questions.")
    comment: str | None = strawberry.field(description="What the person wrote; may hold HTML.")


async def _survey(root: strawberry.Parent[Record], info: Info) -> Survey | None:
    return await surveys.survey_of_answer(root, info)  # type: ignore[return-value]  # a record behind the view


def _customer(root: strawberry.Parent[Record], info: Info) -> Customer | None:
    return resolve.person_of(root, info)  # type: ignore[return-value]  # as above


@strawberry.federation.type(keys=["id"], description="One person's answer to one survey.")
@shows(Record)
class SurveyAnswer(Node):
    id: strawberry.ID = global_id("SurveyAnswer", "epoch_s", "id")
    answer_id: strawberry.ID = strawberry.field(description="The vendor's own id, as its writes take it.")
    score: int | None = strawberry.field(description="Answer to the main question, 0 to 10: 9 promotes, 6 detracts.")
    previous_score: int | None = strawberry.field(
        description="The person's score before, by the vendor's word, which is known to be wrong at times."
    )
    comment: str | None = strawberry.field(description="What the person wrote, as the vendor holds it; may hold HTML.")
    answered_at: datetime | None = strawberry.field(description="When it was given.")
    channel: str | None = strawberry.field(description="How the survey reached the person: Email, SMS, Link, …")
    name: str | None = strawberry.field(description="The person's name as the survey has it.")
    email: str | None = strawberry.field(description="The person's e-mail address as the survey has it.")
    phone: str | None = strawberry.field(description="The person's phone number as the survey has it.")
    identification: str | None = strawberry.field(description="The organization's own number of the person.")
    lot_code: str | None = strawberry.field(description="The lot by which it was sent; null where it was not sent in one.")
    status: str | None = strawberry.field(description="Stage of handling, a text in the account's language.")
    priority: str | None = strawberry.field(description="Priority of handling, likewise.")
    assignee: str | None = strawberry.field(description="Who handles it.")
    deadline: datetime | None = strawberry.field(description="Until when it is to be handled.")
    dispatched_at: datetime | None = strawberry.field(description="When the survey was sent.")
    reminded_at: datetime | None = strawberry.field(description="When the person was reminded.")
    categories: list[str] = strawberry.field(description="Subjects that it is sorted under.")
    reasons: list[SurveyReason] = strawberry.field(description="Reasons that the person chose.")
    updated_at: datetime | None = strawberry.field(
        description="When its handling was changed last. It and the next five fields make the window be read in full: a call of its own."
    )
    tags: list[SurveyTag] = strawberry.field(description="What describes it; read in full.")
    reviews: list[SurveyReply] = strawberry.field(description="Answers to review questions; read in full.")
    secondary_scores: list[SurveyReply] = strawberry.field(description="Answers to further NPS questions; read in full.")
    open_answers: list[SurveyReply] = strawberry.field(description="Answers to open questions; read in full.")
    satisfaction: list[SurveyReply] = strawberry.field(description="Answers to CSAT questions; read in full.")
    survey: Survey | None = strawberry.field(
        resolver=_survey,
        description="What was answered. No call for its code and name, one for all answers where more is selected.",
    )
    customer: Customer | None = strawberry.field(
        resolver=_customer, description="Who answered; null for who stayed anonymous. No call for that they exist."
    )


@strawberry.type(description="A page of answers.")
class SurveyAnswerConnection(Connection[SurveyAnswer]):
    """The contract's name for it."""
