"""Tracksale's part of the graph."""

from resolvers.tracksale.answers import TYPE as ANSWER
from resolvers.tracksale.answers import answer_node
from resolvers.tracksale.arguments import SURVEY
from resolvers.tracksale.surveys import every_survey, survey_node
from schema.subgraph import Subgraph
from schema.tracksale.answer import SurveyAnswer
from schema.tracksale.customer import TracksaleCustomer
from schema.tracksale.history import SurveyWithHistory
from schema.tracksale.mutation import TracksaleMutation
from schema.tracksale.query import TracksaleQuery

SUBGRAPH = Subgraph(
    vendor="tracksale",
    title="Tracksale: NPS surveys, answers, dispatches.",
    customer=TracksaleCustomer,
    query=TracksaleQuery,
    mutation=TracksaleMutation,
    types=(SurveyWithHistory, SurveyAnswer),
    nodes={SURVEY: survey_node, ANSWER: answer_node},
    campaigns=every_survey,
)
