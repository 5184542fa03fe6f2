"""What writes to Tracksale answer."""

import strawberry

from schema.write import UserError, user_errors


@strawberry.type(description="A customer and the address of a survey of their own.")
class SurveyLink:
    url: str = strawberry.field(description="Where the customer answers: whoever has it answers in their name.")
    name: str | None = strawberry.field(description="The customer's name.")
    email: str | None = strawberry.field(description="The customer's e-mail address.")
    phone: str | None = strawberry.field(description="The customer's phone number.")
    identification: str | None = strawberry.field(description="The organization's own number of the customer.")


@strawberry.type(description="How many of what was sent were taken.")
class SurveyCounts:
    inserted: int | None = strawberry.field(description="Taken.")
    duplicated: int | None = strawberry.field(
        description="Left out because they were there already; null where it doesn't apply."
    )
    invalid: int | None = strawberry.field(description="Left out because they don't fit the survey.")


@strawberry.type(description="A customer who was left out.")
class SurveyCustomerLeftOut:
    name: str | None = strawberry.field(description="The customer's name.")
    email: str | None = strawberry.field(description="The customer's e-mail address; null for invalid ones.")
    reason: str | None = strawberry.field(description="Why, in the vendor's words; null for duplicates.")


@strawberry.type(description="What became of a dispatch.")
class SurveyDispatchOutcome:
    message: str | None = strawberry.field(description="The vendor's words.")
    lot_code: strawberry.ID | None = strawberry.field(
        description="The lot the customers are in: a draft lot, to be sent by `sendDraftLot`, where no time was given."
    )
    counts: SurveyCounts = strawberry.field(description="How many were taken.")
    duplicated: list[SurveyCustomerLeftOut] = strawberry.field(description="Who was in the lot already.")
    invalid: list[SurveyCustomerLeftOut] = strawberry.field(description="Who can't be sent this survey.")


@strawberry.type(description="What became of a draft lot.")
class SentSurveyLot:
    message: str | None = strawberry.field(description="The vendor's words.")
    recipients: int | None = strawberry.field(name="recipientCount", description="To how many customers it goes.")


@strawberry.type(description="An answer that was taken.")
class RecordedSurveyAnswer:
    answer_id: strawberry.ID = strawberry.field(description="The vendor's id of the answer.")
    name: str | None = strawberry.field(description="The customer's name.")
    email: str | None = strawberry.field(description="The customer's e-mail address.")
    phone: str | None = strawberry.field(description="The customer's phone number.")
    identification: str | None = strawberry.field(description="The organization's own number of the customer.")


@strawberry.type(description="What became of recorded answers.")
class RecordedSurveyAnswers:
    message: str | None = strawberry.field(description="The vendor's words.")
    counts: SurveyCounts = strawberry.field(description="How many were taken; the vendor doesn't say which were not.")
    answers: list[RecordedSurveyAnswer] = strawberry.field(description="Those that were taken.")


@strawberry.type(description="The answer that something was added to.")
class AnnotatedSurveyAnswer:
    message: str | None = strawberry.field(description="The vendor's words.")
    answer_id: strawberry.ID | None = strawberry.field(description="The vendor's id of the answer.")


@strawberry.type(description="The links, or why there are none.")
class CreateSurveyLinksPayload:
    result: list[SurveyLink] | None = strawberry.field(name="links", description="A link per customer, in order.")
    user_errors: list[UserError] = user_errors()


@strawberry.type(description="The dispatch, or why there is none.")
class DispatchSurveyPayload:
    result: SurveyDispatchOutcome | None = strawberry.field(name="dispatch", description="What became of it.")
    user_errors: list[UserError] = user_errors()


@strawberry.type(description="The sending, or why there is none.")
class SendDraftLotPayload:
    result: SentSurveyLot | None = strawberry.field(name="sending", description="What became of the lot.")
    user_errors: list[UserError] = user_errors()


@strawberry.type(description="Whether the lot was dropped.")
class DiscardDraftLotPayload:
    result: bool | None = strawberry.field(name="discarded", description="The vendor's word; null where it was not asked.")
    user_errors: list[UserError] = user_errors()


@strawberry.type(description="The recorded answers, or why there are none.")
class RecordSurveyScoresPayload:
    result: RecordedSurveyAnswers | None = strawberry.field(name="recorded", description="What became of them.")
    user_errors: list[UserError] = user_errors()


@strawberry.type(description="The recorded surveys, or why there are none.")
class RecordSurveyAnswersPayload:
    result: RecordedSurveyAnswers | None = strawberry.field(name="recorded", description="What became of them.")
    user_errors: list[UserError] = user_errors()


@strawberry.type(description="The answer with the note, or why there is none.")
class AddSurveyNotePayload:
    result: AnnotatedSurveyAnswer | None = strawberry.field(name="annotated", description="Which answer it was added to.")
    user_errors: list[UserError] = user_errors()


@strawberry.type(description="The answer with the tags, or why there is none.")
class FillSurveyTagsPayload:
    result: AnnotatedSurveyAnswer | None = strawberry.field(name="annotated", description="Which answer they were added to.")
    user_errors: list[UserError] = user_errors()
