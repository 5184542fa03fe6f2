"""What writes to Tracksale take."""

from collections.abc import Sequence
from datetime import date, datetime

import strawberry

from resolvers.context import Info
from resolvers.identity.key import Key
from resolvers.tracksale.annotating import Target
from resolvers.tracksale.customers import Given
from resolvers.tracksale.recording import Reply
from resolvers.writes import Checks
from schema.key import CustomerKey, key_of
from schema.write import idempotency_key


@strawberry.input(description="A name and a value that describe a customer or an answer.")
class SurveyTagInput:
    name: str = strawberry.field(description="What it tells, such as City.")
    value: str = strawberry.field(description="What it is.")


@strawberry.input(
    description="A customer: a person the gateway finds, or the customer's own fields, or both, of which the fields win."
)
class SurveyCustomerInput:
    customer: CustomerKey | None = strawberry.field(
        default=None,
        description="The person, who is looked up by this key alone: name, e-mail, phone and number are those of the key and of the "
        "first vendor that knows it. What that vendor doesn't tell, such as the number where the key is an e-mail address, isn't "
        "asked of others: give it here.",
    )
    name: str | None = strawberry.field(default=None, description="The customer's name; answers require one.")
    email: str | None = strawberry.field(default=None, description="Required by surveys that go out by e-mail.")
    phone: str | None = strawberry.field(default=None, description="Required by surveys that go out by phone; sent as E.164.")
    identification: str | None = strawberry.field(default=None, description="The organization's own number of the customer.")
    tags: list[SurveyTagInput] | None = strawberry.field(default=None, description="What describes the customer.")


@strawberry.input(description="An answer to the main question.")
class SurveyScoreInput(SurveyCustomerInput):
    score: int = strawberry.field(description="0 to 10.")
    justification: str | None = strawberry.field(default=None, description="Why, in the customer's words.")
    answered_at: datetime | None = strawberry.field(default=None, description="When; now unless given.")


@strawberry.input(description="The answer to one question; exactly one of score, option and comment.")
class SurveyReplyInput:
    question_id: strawberry.ID = strawberry.field(description="The question's id, see `Survey.questions`.")
    score: int | None = strawberry.field(
        default=None, description="To NPS and Secondary NPS questions 0 to 10, to CSAT and Review questions from 1 on."
    )
    justification: str | None = strawberry.field(default=None, description="Why that score, in the customer's words.")
    option: str | None = strawberry.field(default=None, description="The option chosen of a Single Choice question.")
    comment: str | None = strawberry.field(default=None, description="The text to an Open Question.")


@strawberry.input(description="A whole survey, as one customer answered it.")
class SurveyAnswersInput(SurveyCustomerInput):
    answers: list[SurveyReplyInput] = strawberry.field(
        description="In the order of the survey's questions, or the vendor counts it as invalid; 1 to 100."
    )
    answered_at: datetime | None = strawberry.field(default=None, description="When; now unless given.")


@strawberry.input(description="Customers to make survey links for.")
class CreateSurveyLinksInput:
    survey: strawberry.ID = strawberry.field(description="The survey, by `id` or code.")
    customers: list[SurveyCustomerInput] = strawberry.field(description="1 to 500.")
    idempotency_key: str | None = idempotency_key()


@strawberry.input(description="Customers to send a survey to.")
class DispatchSurveyInput:
    survey: strawberry.ID = strawberry.field(description="The survey, by `id` or code.")
    customers: list[SurveyCustomerInput] = strawberry.field(description="1 to 500.")
    schedule_at: datetime | None = strawberry.field(
        default=None, description="When to send. Without it the customers wait in the survey's draft lot."
    )
    finish_at: datetime | None = strawberry.field(default=None, description="When the survey ends.")
    idempotency_key: str | None = idempotency_key()


@strawberry.input(description="A draft lot to send.")
class SendDraftLotInput:
    survey: strawberry.ID = strawberry.field(description="The survey, by `id` or code.")
    lot: strawberry.ID = strawberry.field(description="The lot's code, see `Survey.draftLots`.")
    at: datetime | None = strawberry.field(default=None, description="When to send; now unless given.")
    idempotency_key: str | None = idempotency_key()


@strawberry.input(description="A draft lot to drop.")
class DiscardDraftLotInput:
    survey: strawberry.ID = strawberry.field(description="The survey, by `id` or code.")
    lot: strawberry.ID = strawberry.field(description="The lot's code, see `Survey.draftLots`.")
    idempotency_key: str | None = idempotency_key()


@strawberry.input(description="Answers to a survey's main question.")
class RecordSurveyScoresInput:
    survey: strawberry.ID = strawberry.field(description="The survey, by `id` or code.")
    answers: list[SurveyScoreInput] = strawberry.field(description="1 to 500.")
    idempotency_key: str | None = idempotency_key()


@strawberry.input(description="Whole surveys.")
class RecordSurveyAnswersInput:
    survey: strawberry.ID = strawberry.field(description="The survey, by `id` or code.")
    answers: list[SurveyAnswersInput] = strawberry.field(description="1 to 500.")
    idempotency_key: str | None = idempotency_key()


@strawberry.input(description="A note to an answer, named by its id, or by its customer and days: the newest there.")
class AddSurveyNoteInput:
    comment: str = strawberry.field(description="The note.")
    answer: strawberry.ID | None = strawberry.field(default=None, description="The answer, by `id` or `answerId`.")
    customer: CustomerKey | None = strawberry.field(default=None, description="Whose answer; instead of `answer`.")
    from_: date | None = strawberry.field(
        name="from", default=None, description="With `customer`: the first day; 365 before `to` unless given."
    )
    to: date | None = strawberry.field(default=None, description="With `customer`: the last day; today unless given.")
    survey: strawberry.ID | None = strawberry.field(default=None, description="With `customer`: the survey, by `id` or code.")
    idempotency_key: str | None = idempotency_key()


@strawberry.input(description="Tags for an answer, named by its id or by its customer.")
class FillSurveyTagsInput:
    tags: list[SurveyTagInput] = strawberry.field(description="1 to 50; tags that are filled already keep their value.")
    answer: strawberry.ID | None = strawberry.field(default=None, description="The answer, by `id` or `answerId`.")
    customer: CustomerKey | None = strawberry.field(default=None, description="Whose answer; instead of `answer`.")
    survey: strawberry.ID | None = strawberry.field(default=None, description="With `customer`: the survey, by `id` or code.")
    idempotency_key: str | None = idempotency_key()


def customers(info: Info, checks: Checks, path: str, given: Sequence[SurveyCustomerInput]) -> list[Given]:
    """Read customers; a key that is none is a mistake of its own."""
    return [_customer(info, checks, f"{path}.{place}", one) for place, one in enumerate(given)]


def tags(given: Sequence[SurveyTagInput] | None) -> list[tuple[str, str]]:
    """Read tags."""
    return [(tag.name, tag.value) for tag in given or ()]


def replies(given: Sequence[SurveyReplyInput]) -> list[Reply]:
    """Read replies."""
    return [Reply(one.question_id, one.score, one.justification, one.option, one.comment) for one in given]


def target(info: Info, checks: Checks, given: AddSurveyNoteInput | FillSurveyTagsInput) -> Target:
    """Read which answer is meant."""
    customer = _key(info, checks, "input.customer", given.customer)
    return Target(given.answer, customer, given.survey, given.customer is not None)


def _customer(info: Info, checks: Checks, path: str, one: SurveyCustomerInput) -> Given:
    key = _key(info, checks, f"{path}.customer", one.customer)
    return Given(path, key, one.name, one.email, one.phone, one.identification, tags(one.tags))


def _key(info: Info, checks: Checks, path: str, by: CustomerKey | None) -> Key | None:
    return None if by is None else checks.attempt(path, lambda: key_of(info.context, by))
