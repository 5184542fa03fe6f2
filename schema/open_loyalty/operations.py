"""Where each of Open Loyalty's documented operations is in the graph; the README's table is printed from here."""

from schema.operation import Operation

OPERATIONS = (
    Operation(1, "POST /api/campaign", ("Mutation.createRewardCampaign",)),
    Operation(2, "GET /api/campaign", ("Query.rewardCampaigns", "Query.campaigns")),
    Operation(3, "PUT /api/campaign/{campaign}", ("Mutation.updateRewardCampaign",)),
    Operation(4, "GET /api/campaign/{campaign}", ("Query.campaign", "Query.node")),
    Operation(5, "GET /api/admin/customer/{customer}/campaign/available", ("Customer.availableRewards",)),
    Operation(6, "POST /api/admin/customer/{customer}/campaign/{campaign}/buy", ("Mutation.buyReward",)),
    Operation(7, "GET /api/campaign/{campaign}/customers/visible", ("RewardCampaign.visibleTo",)),
    Operation(8, "GET /api/campaign/{campaign}/photo", ("RewardCampaign.photoUrl",)),
    Operation(9, "DELETE /api/campaign/{campaign}/photo", ("Mutation.removeRewardCampaignPhoto",)),
    Operation(10, "POST /api/campaign/{campaign}/photo", ("Mutation.setRewardCampaignPhoto",)),
    Operation(11, "POST /api/campaign/{campaign}/{status}", ("Mutation.setRewardCampaignActive",)),
    Operation(12, "GET /api/seller/campaign", ("Query.rewardCampaigns", "Query.campaigns")),
    Operation(13, "GET /api/seller/campaign/{campaign}", ("Query.campaign", "Query.node")),
    Operation(14, "GET /api/seller/customer/{customer}/campaign/available", ("Customer.availableRewards",)),
    Operation(15, "POST /api/seller/customer/{customer}/campaign/{campaign}/buy", ("Mutation.buyReward",)),
)
