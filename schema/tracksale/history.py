"""What a survey got: answers, and lots by which it was sent. It completes `Survey`, to which each of them leads back."""

from typing import Annotated

import strawberry

from loaders.tracksale.campaigns import Survey as Record
from resolvers.context import Info
from resolvers.tracksale import answers, dispatches
from schema.tracksale.answer import SurveyAnswerConnection
from schema.tracksale.arguments import After, First, From, To
from schema.tracksale.dispatch import SurveyDraftLot, SurveyLotConnection
from schema.tracksale.survey import Survey


async def _answers(
    root: strawberry.Parent[Record],
    info: Info,
    from_: From = strawberry.UNSET,
    to: To = strawberry.UNSET,
    first: First = 20,
    after: After = strawberry.UNSET,
    min_score: Annotated[int | None, strawberry.argument(description="Only scores from this on, 0 to 10.")] = strawberry.UNSET,
    max_score: Annotated[
        int | None, strawberry.argument(description="Only scores up to this, 0 to 10; 6 leaves the detractors.")
    ] = strawberry.UNSET,
) -> SurveyAnswerConnection | None:
    scores = (_given(min_score), _given(max_score))
    return await answers.answers_of_survey(root, info, from_ or None, to or None, scores, first, after or None)  # type: ignore[return-value]  # a record behind the view


def _given(score: int | None) -> int | None:
    return None if score is strawberry.UNSET else score


async def _dispatches(
    root: strawberry.Parent[Record],
    info: Info,
    from_: From = strawberry.UNSET,
    to: To = strawberry.UNSET,
    first: First = 20,
    after: After = strawberry.UNSET,
) -> SurveyLotConnection | None:
    return await dispatches.lots(root, info, from_ or None, to or None, first, after or None)  # type: ignore[return-value]  # as above


async def _draft_lots(root: strawberry.Parent[Record], info: Info) -> list[SurveyDraftLot] | None:
    return await dispatches.draft_lots(root, info)  # type: ignore[return-value]  # as above


@strawberry.federation.type(name="Survey", keys=["id"], description="A Tracksale campaign: its questions, answers and score.")
class SurveyWithHistory(Survey):
    """The type of the schema; it takes the place of the part that answers and lots name."""

    answers: SurveyAnswerConnection | None = strawberry.field(
        resolver=_answers,
        description="Its answers of some days, newest first. One call for any window cold, for all surveys and people together.",
    )
    dispatches: SurveyLotConnection | None = strawberry.field(
        resolver=_dispatches,
        description="To whom it was sent, by lot, newest first. One call for any window cold, for all surveys together.",
    )
    draft_lots: list[SurveyDraftLot] | None = strawberry.field(
        resolver=_draft_lots, description="Lots that wait to be sent or discarded. One call per survey."
    )
