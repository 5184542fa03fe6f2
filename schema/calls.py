"""How many upstream calls each field may take, nothing being kept: declared here, as the descriptions say it, counted by the gateway.

What isn't named takes one call at the roots, one per person as a vendor's part of Customer, and none elsewhere. A list that a vendor
sends in pages counts as one call, since nobody knows its length before.
"""

from collections.abc import Mapping

PERSON = "Customer"
EVERYBODY = frozenset({"identities"})
"Fields of Customer that look for the person at every vendor."

_ROOTS = frozenset({"Query", "Mutation", "Subscription"})

_UNSOUGHT = frozenset({"tracksale", "prisma"})
"Vendors where finding a person takes no call of its own."

_EACH: Mapping[str, int] = {
    "Query.vendors": 0,
    "Query.customer": 0,
    "Query.customers": 0,
    "Query.me": 0,
    "Subscription.customerChanged": 0,
    "Query.campaigns": 5,
    "Query.leads": 2,
    "Customer.leads": 0,
    "Customer.interactions": 0,
    "Customer.footprintsProfile": 0,
    "Customer.purchases": 0,
    "Customer.targetedCampaigns": 4,
    "Customer.prismaProfile": 2,
    "Customer.externalId": 1,
    "Customer.identities": 1,
    "Lead.actions": 1,
    "BoughtReward.campaign": 1,
    "RewardCampaignPayload.campaign": 1,
    "RewardCampaign.visibleTo": 1,
    "Survey.nps": 1,
    "Survey.draftLots": 1,
}
"Calls for each object that the field is asked of; finding the person not counted in fields of Customer."

_TOGETHER = frozenset(
    {
        "Customer.surveyAnswers",
        "CustomerInterest.name",
        "CustomerStatus.name",
        "CustomerStatus.description",
        "Lead.offer",
        "Lead.sku",
        "Lead.location",
        "LoyaltyCode.campaign",
        "Purchase.campaign",
        "Survey.counters",
        "Survey.dispatchLimits",
        "Survey.answers",
        "Survey.dispatches",
        "SurveyAnswer.survey",
        "SurveyDispatch.survey",
        "SurveyLot.survey",
    }
)
"Fields that take one call for all objects together, wherever in the document they stand once."

_PER_ITEM = frozenset({"Query.nodes", "Query._entities"})
"Fields that take a call for every item of their list."


def calls(type_name: str, field_name: str, vendor: str | None, *, items: int, times: int) -> int:
    """Return what a field takes that is asked of `times` objects and has `items` in each; `vendor` is whose part of Customer it is in."""
    name = f"{type_name}.{field_name}"
    if name in _TOGETHER:
        return 1
    if name in _PER_ITEM:
        return items * times
    usual = vendor is not None if type_name == PERSON else type_name in _ROOTS and not field_name.startswith("_")
    return _EACH.get(name, int(usual)) * times


def is_sought(vendor: str) -> bool:
    """Whether finding a person at the vendor takes a call."""
    return vendor not in _UNSOUGHT
