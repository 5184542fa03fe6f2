"""Where each of Tracksale's documented operations is in the graph; the README's table is printed from here."""

from schema.operation import Operation

OPERATIONS = (
    Operation(1, "GET /v2/campaign", ("Query.surveys", "Query.campaigns")),
    Operation(2, "GET /v2/campaign/{code}", ("Query.survey",)),
    Operation(3, "GET /v2/widget/{key}", ("Query.surveyWidget",)),
    Operation(4, "POST /v2/campaign/{code}/can-impact", ("Customer.canBeSurveyed",)),
    Operation(5, "POST /v2/campaign/{code}/survey-links", ("Mutation.createSurveyLinks",)),
    Operation(6, "POST /v2/campaign/{code}/dispatch", ("Mutation.dispatchSurvey",)),
    Operation(7, "POST /v2/campaign/{code}/dispatch/{lot}", ("Mutation.sendDraftLot",)),
    Operation(8, "POST /v2/answer", ("Mutation.recordSurveyScores",)),
    Operation(9, "POST /v2/answers", ("Mutation.recordSurveyAnswers",)),
    Operation(10, "POST /v2/note", ("Mutation.addSurveyNote",)),
    Operation(11, "POST /v2/fill-empty-tags", ("Mutation.fillSurveyTags",)),
    Operation(12, "GET /v2/campaign/{code}/draft-lot", ("Survey.draftLots",)),
    Operation(13, "POST /v2/campaign/{code}/discard-lot/{lot}", ("Mutation.discardDraftLot",)),
    Operation(14, "GET /v2/report/answer", ("Customer.surveyAnswers", "Survey.answers")),
    Operation(15, "GET /v2/report/dispatch", ("Survey.dispatches",)),
    Operation(16, "GET /dispatch (v3)", ("Query.surveyDispatches",)),
    Operation(17, "GET /v2/report/nps", ("Query.nps", "Survey.nps")),
    Operation(18, "GET /v2/report/category", ("Query.surveyCategories",)),
    Operation(19, "GET /v2/report/status", ("Query.surveyStatuses",)),
)
