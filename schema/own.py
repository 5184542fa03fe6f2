"""What a customer's own token may ask for: what it names here and nothing else, so that a new field begins closed.

Inside the person everything is theirs. The rest is the catalogue: what anybody may know, and no list of people.
"""

ROOTS = frozenset(
    {
        "_entities",
        "campaign",
        "campaigns",
        "customer",
        "customers",
        "locations",
        "me",
        "node",
        "nodes",
        "offerCategories",
        "offers",
        "rewardCampaigns",
        "rewards",
        "skus",
        "stores",
        "survey",
        "surveys",
    }
)
"Fields of Query."

MUTATIONS = frozenset({"buyReward"})
"Fields of Mutation: those that concern one customer, named in the input and checked to be the token's."

SUBSCRIPTIONS = frozenset({"customerChanged"})
"Fields of Subscription."

FOUND_BY_ID = frozenset({"Customer", "LoyaltyCampaign", "OfflineCampaign", "Reward", "RewardCampaign", "Survey"})
"Types whose objects may be looked for by id."

CROWDS = frozenset(
    {
        ("RewardCampaign", "coupons"),
        ("RewardCampaign", "usersCount"),
        ("RewardCampaign", "visibleForCustomersCount"),
        ("RewardCampaign", "visibleTo"),
        ("Survey", "answers"),
        ("Survey", "counters"),
        ("Survey", "dispatchLimits"),
        ("Survey", "dispatches"),
        ("Survey", "draftLots"),
        ("Survey", "nps"),
    }
)
"Fields of the catalogue that tell about many people."


def is_open(type_name: str, field_name: str) -> bool:
    """Whether a customer's own token may select the field, where it holds the field's scopes too."""
    if type_name == "Query":
        return field_name in ROOTS
    if type_name == "Mutation":
        return field_name in MUTATIONS
    if type_name == "Subscription":
        return field_name in SUBSCRIPTIONS
    return (type_name, field_name) not in CROWDS
