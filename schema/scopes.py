"""Which scope each field of the graph takes: declared here, printed in the SDL for a federation router, enforced by the gateway.

A field's needs are alternatives of which one must be held whole: `(("rewards:read",), ("campaigns:read",))`. What isn't named here
takes the scope of its vendor; objects that name no scope are as open as the field that leads to them.
"""

from collections.abc import Iterable, Mapping

Needs = tuple[tuple[str, ...], ...]

PEOPLE = "people:read"
PERSONAL = "people:personal"
LEADS = "leads:read"
REWARDS = "rewards:read"
COUPONS = "rewards:coupons"
SURVEYS = "surveys:read"
CAMPAIGNS = "campaigns:read"
CACHE = "cache:write"
FRESH = "cache:skip"
EXPLAIN = "explain"

SCOPES: Mapping[str, str] = {
    PEOPLE: "People and which vendors know them, without what identifies them in the world.",
    PERSONAL: "Names, e-mail addresses, phone numbers, birth dates, addresses, card and customer numbers, profiles; employees' names.",
    LEADS: "Footprints: leads, actions, interactions, and the catalogue they are about.",
    REWARDS: "Rewards, purchases, points, vouchers, loyalty codes.",
    COUPONS: "Coupon codes that nobody has bought yet.",
    SURVEYS: "Tracksale: surveys, answers, dispatches, scores.",
    CAMPAIGNS: "All vendors' campaigns.",
    CACHE: "Dropping what the cache holds.",
    FRESH: "Having vendors asked anew by `Cache-Control: no-cache`.",
    EXPLAIN: "Seeing which calls to vendors an answer took.",
}
"What each scope lets its holder see or do. Besides them there is `write:<vendor>` for every vendor's mutations."

_VENDORS = {
    "footprints": LEADS,
    "open_loyalty": REWARDS,
    "carecloud": REWARDS,
    "tracksale": SURVEYS,
    "prisma": CAMPAIGNS,
}

_TYPES: Mapping[str, Needs] = {
    "Customer": ((PEOPLE,),),
    "Identity": ((PEOPLE,),),
    "Lead": ((LEADS,),),
    "LeadAction": ((LEADS,),),
    "Interaction": ((LEADS,),),
    "FootprintsProfile": ((PERSONAL,),),
    "BusinessUser": ((LEADS,),),
    "LoyaltyCode": ((REWARDS,),),
    "LoyaltyCampaign": ((REWARDS,), (CAMPAIGNS,)),
    "RewardCampaign": ((REWARDS,), (CAMPAIGNS,)),
    "OfflineCampaign": ((CAMPAIGNS,),),
    "TargetedCampaign": ((CAMPAIGNS,),),
    "Survey": ((SURVEYS,), (CAMPAIGNS,)),
    "SurveyAnswer": ((SURVEYS,),),
    "SurveyRecipient": ((SURVEYS,),),
}

_FIELDS: Mapping[str, Needs] = {
    "Query.node": (),
    "Query.nodes": (),
    "Query.me": (),
    "Query.vendors": (),
    "Query.customer": ((PEOPLE,),),
    "Query.customers": ((PEOPLE,),),
    "Subscription.customerChanged": ((PEOPLE,),),
    "Query.campaign": (),
    "Query.campaigns": ((CAMPAIGNS,), (REWARDS,), (SURVEYS,)),
    "Query.customerWithNationalId": ((PEOPLE, PERSONAL),),
    "Query.loyaltyCodes": ((REWARDS, PEOPLE),),
    "Customer.loyaltyCodes": ((PEOPLE, REWARDS),),
    "Customer.loyaltyCode": ((PEOPLE, REWARDS),),
    "Customer.footprintsProfile": ((PEOPLE, PERSONAL),),
    "Customer.prismaProfile": ((PEOPLE, PERSONAL),),
    "Customer.loyaltyCards": ((PEOPLE, PERSONAL, REWARDS),),
    "Customer.properties": ((PEOPLE, PERSONAL),),
    "Customer.externalId": ((PEOPLE, PERSONAL),),
    "Identity.id": ((PEOPLE, PERSONAL),),
    "RewardCampaign.coupons": ((COUPONS,),),
    "RewardCampaign.visibleTo": ((REWARDS, PEOPLE),),
    "Survey.nps": ((SURVEYS,),),
    "Survey.answers": ((SURVEYS,),),
    "Survey.dispatches": ((SURVEYS,),),
    "Survey.draftLots": ((SURVEYS,),),
    "Survey.counters": ((SURVEYS,),),
    "SurveyAnswer.name": ((SURVEYS, PERSONAL),),
    "SurveyRecipient.name": ((SURVEYS, PERSONAL),),
    "SurveyLink.name": ((PERSONAL,),),
    "SurveyCustomerLeftOut.name": ((PERSONAL,),),
    "RecordedSurveyAnswer.name": ((PERSONAL,),),
    "Consultant.name": ((PERSONAL,),),
    "Hostess.name": ((PERSONAL,),),
    "Store.managerName": ((PERSONAL,),),
    "SurveyAnswer.assignee": ((SURVEYS, PERSONAL),),
    "CaptureField.value": ((PERSONAL,),),
    # CareCloud's ids say nothing of the person.
    "LoginCustomerPayload.customerId": (),
    "RegisterCustomerPayload.customerId": (),
    "Mutation.invalidateCache": ((CACHE,),),
}

_PERSONAL = frozenset(
    {
        "firstName",
        "lastName",
        "fullName",
        "email",
        "phone",
        "mobile",
        "birthDate",
        "birthdate",
        "address",
        "street",
        "city",
        "zip",
        "postalCode",
        "loyaltyCardNumber",
        "cardNumber",
        "nationalId",
        "identification",
        "customerId",
        "personalInformation",
    }
)
"Fields of these names are personal data, whichever type they are in: a new vendor's too."

_PLACES = frozenset({"Location", "Store", "PostalAddress"})
"Types whose addresses are those of shops."


def vendor_scope(vendor: str) -> str:
    """Return the scope that reading a vendor's part takes, unless a field says otherwise."""
    return _VENDORS.get(vendor, f"{vendor}:read")


def write_scope(vendor: str) -> str:
    """Return the scope that a vendor's mutations take."""
    return f"write:{vendor}"


def known_scopes(vendors: Iterable[str]) -> list[str]:
    """Return every scope there is, those of these vendors last."""
    return list(dict.fromkeys([*SCOPES, *(scope(vendor) for vendor in vendors for scope in (vendor_scope, write_scope))]))


def needs(type_name: str, field_name: str, vendor: str | None) -> Needs:
    """Return what a field takes; `vendor` is whose part of Query, Mutation, Customer or the nodes it is in, None where nobody's."""
    named = _FIELDS.get(f"{type_name}.{field_name}")
    if named is not None:
        return named
    if type_name == "Mutation":
        return ((write_scope(vendor),),) if vendor else ()
    of_type: Needs = _TYPES.get(type_name, ())
    if vendor is not None and (type_name == "Customer" or not of_type):
        of_type = _with(of_type, vendor_scope(vendor))
    if field_name in _PERSONAL and type_name not in _PLACES and type_name not in ("Query", "FootprintsProfile"):
        return _with(of_type, PERSONAL)
    return of_type


def _with(alternatives: Needs, scope: str) -> Needs:
    """Add a scope to every alternative."""
    return tuple((*held, scope) for held in alternatives or ((),))
