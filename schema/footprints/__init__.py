"""Footprints' part of the graph."""

from resolvers.footprints.campaigns import LOYALTY, OFFLINE, every_campaign, loyalty_node, offline_node
from schema.footprints.customer import FootprintsCustomer
from schema.footprints.loyalty import LoyaltyCampaign, OfflineCampaign
from schema.footprints.mutation import FootprintsMutation
from schema.footprints.query import FootprintsQuery
from schema.subgraph import Subgraph

SUBGRAPH = Subgraph(
    vendor="footprints",
    title="Footprints: leads, profiles, loyalty codes, catalogue, tracking.",
    customer=FootprintsCustomer,
    query=FootprintsQuery,
    mutation=FootprintsMutation,
    types=(LoyaltyCampaign, OfflineCampaign),
    nodes={LOYALTY: loyalty_node, OFFLINE: offline_node},
    campaigns=every_campaign,
)
