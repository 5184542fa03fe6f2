"""What a person has at Tracksale."""

from typing import Annotated

import strawberry

from resolvers.context import Info
from resolvers.identity.person import Person
from resolvers.tracksale import answers, surveys
from schema.tracksale.answer import SurveyAnswerConnection
from schema.tracksale.arguments import After, First, From, Surveys, To


async def _survey_answers(
    root: strawberry.Parent[Person],
    info: Info,
    from_: From = strawberry.UNSET,
    to: To = strawberry.UNSET,
    surveys: Surveys = strawberry.UNSET,
    first: First = 20,
    after: After = strawberry.UNSET,
) -> SurveyAnswerConnection | None:
    return await answers.answers_of_person(root, info, from_ or None, to or None, surveys or None, first, after or None)  # type: ignore[return-value]  # a record behind the view


async def _can_be_surveyed(
    root: strawberry.Parent[Person],
    info: Info,
    survey: Annotated[strawberry.ID, strawberry.argument(description="The survey, by `id` or code.")],
) -> bool | None:
    return await surveys.can_be_surveyed(root, info, survey)


@strawberry.type
class TracksaleCustomer:
    survey_answers: SurveyAnswerConnection | None = strawberry.field(
        resolver=_survey_answers,
        description="Tracksale. Newest first; the window defaults to the last 365 days, and spans five years at most. "
        "One call for any window cold, for all people together.",
    )
    can_be_surveyed: bool | None = strawberry.field(
        resolver=_can_be_surveyed,
        description="Tracksale: whether the 90 days rule leaves the person free for a survey. One call, never kept. "
        "Null for who has neither e-mail, phone nor external id.",
    )
