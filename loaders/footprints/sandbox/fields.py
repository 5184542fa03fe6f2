"""The parameter tables of the documentation: which names a body may carry, and what each may hold."""

from collections.abc import Mapping

from loaders.footprints.sandbox.catalogue import Catalogue
from loaders.footprints.sandbox.rules import Check, day, email, flag, many, mapping, number, one_of, phone, stamp, text, zone

STATUSES = ("prospect", "lead", "sale_lead", "opportunity", "customer", "lost")
REASONS = (
    "poor_qualification",
    "need",
    "wrong_time",
    "price_too_high",
    "lost_momentum",
    "competition",
    "abandoned",
    "feature",
    "other",
)
DOCUMENT_TYPES = ("contracts", "offers", "consents")

# Docs: "[customVariableName]": only what is declared under "Settings > Custom Variables" is kept.
CUSTOM_VARIABLES = ("favouriteBrand",)

_TEXTS = (
    "userFirstName",
    "userLastName",
    "userCity",
    "userCounty",
    "userCountry",
    "userAddress",
    "userIndustry",
    "userCompanyName",
    "userCompanyAddress",
    "userJob",
    "userJobDescription",
    "userExternalId",
    "facebookUrl",
    "imageUrl",
)
_PROSPECT_TEXTS = (
    "avandorUserId",
    "userFirstName",
    "userLastName",
    "companyName",
    "companyType",
    "userCountry",
    "userAddress",
    "userPosition",
    "companyWebsite",
)
_MARKETING = mapping(
    {
        "channel": one_of(("sms", "email", "notification", "dm", "socialMedia")),
        "type": one_of(("owner", "group", "partners")),
        "agreed": flag,
    },
    needs=("channel", "type", "agreed"),
)
PERSON: Mapping[str, Check] = {
    **dict.fromkeys(_TEXTS, text),
    **dict.fromkeys(CUSTOM_VARIABLES, text),
    "userEmail": email,
    "userPhone": phone,
    "userSex": one_of(("male", "female")),
    # Spelled like this on write; reads spell it userFamilyDetails.
    "userFamilyDetalis": one_of(("single", "married")),
    "userChildren": number(low=0),
    "userBirthday": day,
    "marketingChannels": many(_MARKETING),
    "customDetails": mapping(),
    "noOfKids": number(low=0),
    **dict.fromkeys(("hasKids", "agreeTandc", "agreePrivacy", "agreedTargetedMessages", "isAdult"), flag),
}
CLIENT: Mapping[str, Check] = {
    **PERSON,
    "nationalId": text,
    "interests": many(text),
    "preferences": many(text),
    "kidsAge": many(number(low=0)),
}
PROSPECT: Mapping[str, Check] = {
    **dict.fromkeys(_PROSPECT_TEXTS, text),
    "userEmail": email,
    "userPhone": phone,
    "potentialScore": number(),
}
CONTRACT: Mapping[str, Check] = {
    "contractNumber": text,
    "contractValue": number(),
    "contractDate": text,
    "contractDescription": text,
}


def new_lead(catalogue: Catalogue) -> Mapping[str, Check]:
    """Body of "Add Lead"."""
    return {
        **PERSON,
        **_references(catalogue),
        "nps": number(0, 10),
        "userIncome": text,
        "userDistrict": text,
        "tags": many(text),
        "userComments": text,
        "createdAt": stamp,
        "timezone": zone,
    }


def changed_lead(catalogue: Catalogue) -> Mapping[str, Check]:
    """Body of "Update Lead"."""
    return {
        "userCompanyName": text,
        "userCompanyAddress": text,
        "status": one_of(STATUSES),
        "skuId": one_of(catalogue.skus, "SKU"),
        # The table calls it "new sku id" and points to List Channels: it is the channel's id.
        "channelId": one_of(catalogue.channels, "channel"),
        "skuExternalId": text,
        "tags": many(text),
        **CONTRACT,
    }


def lead_action(catalogue: Catalogue) -> Mapping[str, Check]:
    """Body of "Add Lead Action" and "Update Lead Action"."""
    types = one_of(catalogue.action_types, "action type")
    return {"leadId": text, "leadActionTypeId": types, "actionDetail": text, "date": stamp}


def _references(catalogue: Catalogue) -> Mapping[str, Check]:
    return {
        "offlineCampaignId": one_of(catalogue.offline_campaigns, "offline campaign"),
        "offerCategoryId": one_of(catalogue.categories, "offer category"),
        "offerId": one_of(catalogue.offers, "offer"),
        "locationId": one_of(catalogue.locations, "location"),
        "consultantId": one_of(catalogue.business_users, "consultant"),
        "channelId": one_of(catalogue.channels, "channel"),
    }
