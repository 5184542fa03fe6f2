"""Prisma's part of the graph."""

from schema.prisma.campaign import TargetedCampaign
from schema.prisma.customer import PrismaCustomer
from schema.prisma.mutation import PrismaMutation
from schema.subgraph import Subgraph

SUBGRAPH = Subgraph(
    vendor="prisma",
    title="Prisma: targeted campaigns, visits, business events.",
    customer=PrismaCustomer,
    mutation=PrismaMutation,
    types=(TargetedCampaign,),
)
