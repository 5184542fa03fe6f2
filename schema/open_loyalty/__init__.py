"""Open Loyalty's part of the graph."""

from resolvers.open_loyalty.campaigns import TYPE, campaign_node, every_campaign
from schema.open_loyalty.campaign import RewardCampaign
from schema.open_loyalty.customer import OpenLoyaltyCustomer
from schema.open_loyalty.mutation import OpenLoyaltyMutation
from schema.open_loyalty.query import OpenLoyaltyQuery
from schema.subgraph import Subgraph

SUBGRAPH = Subgraph(
    vendor="open_loyalty",
    title="Open Loyalty: reward campaigns, purchases, coupons, points.",
    customer=OpenLoyaltyCustomer,
    query=OpenLoyaltyQuery,
    mutation=OpenLoyaltyMutation,
    types=(RewardCampaign,),
    nodes={TYPE: campaign_node},
    campaigns=every_campaign,
)
