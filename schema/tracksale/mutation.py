"""What can be changed at Tracksale."""

from typing import Annotated

import strawberry

from resolvers.context import Info
from resolvers.tracksale import annotating, recording, sending
from resolvers.writes import Checks
from schema.tracksale import inputs, outcomes
from schema.write import mutation


async def _create_links(
    info: Info,
    input: Annotated[inputs.CreateSurveyLinksInput, strawberry.argument(description="For whom.")],  # noqa: A002
) -> outcomes.CreateSurveyLinksPayload | None:
    checks = Checks()
    people = inputs.customers(info, checks, "input.customers", input.customers)
    return await sending.create_links(info, checks, input.survey, people, input.idempotency_key)  # type: ignore[return-value]  # a record behind the view


async def _dispatch(
    info: Info,
    input: Annotated[inputs.DispatchSurveyInput, strawberry.argument(description="To whom and when.")],  # noqa: A002
) -> outcomes.DispatchSurveyPayload | None:
    checks, times = Checks(), (input.schedule_at, input.finish_at)
    people = inputs.customers(info, checks, "input.customers", input.customers)
    return await sending.dispatch(info, checks, input.survey, people, times, input.idempotency_key)  # type: ignore[return-value]  # as above


async def _send_lot(
    info: Info,
    input: Annotated[inputs.SendDraftLotInput, strawberry.argument(description="Which lot and when.")],  # noqa: A002
) -> outcomes.SendDraftLotPayload | None:
    return await sending.send_lot(info, Checks(), input.survey, input.lot, input.at, input.idempotency_key)  # type: ignore[return-value]  # as above


async def _discard_lot(
    info: Info,
    input: Annotated[inputs.DiscardDraftLotInput, strawberry.argument(description="Which lot.")],  # noqa: A002
) -> outcomes.DiscardDraftLotPayload | None:
    return await sending.discard_lot(info, Checks(), input.survey, input.lot, input.idempotency_key)  # type: ignore[return-value]  # as above


async def _record_scores(
    info: Info,
    input: Annotated[inputs.RecordSurveyScoresInput, strawberry.argument(description="The answers.")],  # noqa: A002
) -> outcomes.RecordSurveyScoresPayload | None:
    checks = Checks()
    people = inputs.customers(info, checks, "input.answers", input.answers)
    answers = [
        recording.Scored(by, one.score, one.justification, one.answered_at)
        for by, one in zip(people, input.answers, strict=True)
    ]
    return await recording.record_scores(info, checks, input.survey, answers, input.idempotency_key)  # type: ignore[return-value]  # as above


async def _record_answers(
    info: Info,
    input: Annotated[inputs.RecordSurveyAnswersInput, strawberry.argument(description="The answers.")],  # noqa: A002
) -> outcomes.RecordSurveyAnswersPayload | None:
    checks = Checks()
    people = inputs.customers(info, checks, "input.answers", input.answers)
    answers = [
        recording.Surveyed(by, inputs.replies(one.answers), one.answered_at)
        for by, one in zip(people, input.answers, strict=True)
    ]
    return await recording.record_answers(info, checks, input.survey, answers, input.idempotency_key)  # type: ignore[return-value]  # as above


async def _add_note(
    info: Info,
    input: Annotated[inputs.AddSurveyNoteInput, strawberry.argument(description="The note and its answer.")],  # noqa: A002
) -> outcomes.AddSurveyNotePayload | None:
    checks = Checks()
    target = inputs.target(info, checks, input)
    days = (input.from_, input.to)
    return await annotating.add_note(info, checks, target, days, input.comment, input.idempotency_key)  # type: ignore[return-value]  # as above


async def _fill_tags(
    info: Info,
    input: Annotated[inputs.FillSurveyTagsInput, strawberry.argument(description="The tags and their answer.")],  # noqa: A002
) -> outcomes.FillSurveyTagsPayload | None:
    checks = Checks()
    target = inputs.target(info, checks, input)
    return await annotating.fill_tags(info, checks, target, inputs.tags(input.tags), input.idempotency_key)  # type: ignore[return-value]  # as above


@strawberry.type
class TracksaleMutation:
    create_survey_links: outcomes.CreateSurveyLinksPayload | None = mutation(
        resolver=_create_links, description="Tracksale: make survey links; nothing is sent to the customers."
    )
    dispatch_survey: outcomes.DispatchSurveyPayload | None = mutation(
        resolver=_dispatch,
        description="Tracksale: send a survey to customers at a time, by e-mail or message, or gather them in a draft lot.",
    )
    send_draft_lot: outcomes.SendDraftLotPayload | None = mutation(
        resolver=_send_lot, description="Tracksale: send a draft lot, now or at a time."
    )
    discard_draft_lot: outcomes.DiscardDraftLotPayload | None = mutation(
        resolver=_discard_lot, description="Tracksale: drop a draft lot."
    )
    record_survey_scores: outcomes.RecordSurveyScoresPayload | None = mutation(
        resolver=_record_scores, description="Tracksale: record answers to a survey's main question, given elsewhere."
    )
    record_survey_answers: outcomes.RecordSurveyAnswersPayload | None = mutation(
        resolver=_record_answers, description="Tracksale: record whole surveys, answered elsewhere."
    )
    add_survey_note: outcomes.AddSurveyNotePayload | None = mutation(
        resolver=_add_note, description="Tracksale: add an internal note to an answer. No read shows notes."
    )
    fill_survey_tags: outcomes.FillSurveyTagsPayload | None = mutation(
        resolver=_fill_tags, description="Tracksale: fill the empty tags of an answer; filled ones keep their value."
    )
