"""CareCloud's part of the graph."""

from resolvers.carecloud.catalogue import TYPE, reward_node
from schema.carecloud.customer import CareCloudCustomer
from schema.carecloud.mutation import CareCloudMutation
from schema.carecloud.query import CareCloudQuery
from schema.carecloud.reward import Reward
from schema.subgraph import Subgraph

SUBGRAPH = Subgraph(
    vendor="carecloud",
    title="CareCloud: customers, rewards, vouchers, stores, properties.",
    customer=CareCloudCustomer,
    query=CareCloudQuery,
    mutation=CareCloudMutation,
    types=(Reward,),
    nodes={TYPE: reward_node},
)
