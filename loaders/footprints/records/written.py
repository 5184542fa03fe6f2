"""What is written to Footprints: forms whose fields declare the vendor's names, and what comes back.

Docs: "Add Lead", "Update Lead", "Update customer", "Add prospect", "Send Notifications".
"""

from datetime import date

import msgspec

from loaders.upstream.decode import Record, wire


class PersonForm(Record, frozen=True):
    """Fields that leads and profiles share. What is None is not sent."""

    first_name: str | None = wire("userFirstName", default=None)
    last_name: str | None = wire("userLastName", default=None)
    email: str | None = wire("userEmail", default=None)
    phone: str | None = wire("userPhone", default=None)
    sex: str | None = wire("userSex", default=None)
    city: str | None = wire("userCity", default=None)
    county: str | None = wire("userCounty", default=None)
    country: str | None = wire("userCountry", default=None)
    address: str | None = wire("userAddress", default=None)
    # Spelled like this on write; reads spell it right.
    family: str | None = wire("userFamilyDetalis", default=None)
    children: int | None = wire("userChildren", default=None)
    industry: str | None = wire("userIndustry", default=None)
    company_name: str | None = wire("userCompanyName", default=None)
    company_address: str | None = wire("userCompanyAddress", default=None)
    job: str | None = wire("userJob", default=None)
    job_description: str | None = wire("userJobDescription", default=None)
    birthday: date | None = wire("userBirthday", default=None)
    external_id: str | None = wire("userExternalId", default=None)
    facebook_url: str | None = wire("facebookUrl", default=None)
    image_url: str | None = wire("imageUrl", default=None)
    marketing_channels: list[dict[str, object]] | None = wire("marketingChannels", default=None)
    custom_details: dict[str, object] | None = wire("customDetails", default=None)
    has_kids: bool | None = wire("hasKids", default=None)
    kids: int | None = wire("noOfKids", default=None)
    agrees_to_terms: bool | None = wire("agreeTandc", default=None)
    agrees_to_privacy: bool | None = wire("agreePrivacy", default=None)
    agrees_to_targeting: bool | None = wire("agreedTargetedMessages", default=None)
    is_adult: bool | None = wire("isAdult", default=None)


class LeadForm(PersonForm, frozen=True):
    """A new lead. `created_at` is a local time in `timezone`."""

    offline_campaign: str | None = wire("offlineCampaignId", default=None)
    offer_category: str | None = wire("offerCategoryId", default=None)
    offer: str | None = wire("offerId", default=None)
    location: str | None = wire("locationId", default=None)
    consultant: str | None = wire("consultantId", default=None)
    channel: str | None = wire("channelId", default=None)
    score: int | None = wire("nps", default=None)
    income: str | None = wire("userIncome", default=None)
    district: str | None = wire("userDistrict", default=None)
    tags: list[str] | None = wire("tags", default=None)
    created_at: str | None = wire("createdAt", default=None)
    timezone: str | None = wire("timezone", default=None)
    comments: str | None = wire("userComments", default=None)


class ProfileForm(PersonForm, frozen=True):
    """A change of a profile."""

    national_id: str | None = wire("nationalId", default=None)
    interests: list[str] | None = wire("interests", default=None)
    preferences: list[str] | None = wire("preferences", default=None)
    kids_ages: list[float] | None = wire("kidsAge", default=None)


class LeadChange(Record, frozen=True):
    """A change of a lead; the contract's fields go with the status `customer` only."""

    status: str | None = wire("status", default=None)
    company_name: str | None = wire("userCompanyName", default=None)
    company_address: str | None = wire("userCompanyAddress", default=None)
    sku: str | None = wire("skuId", default=None)
    # The table calls it "new sku id" and points to List Channels: it is the channel's id.
    channel: str | None = wire("channelId", default=None)
    sku_external_id: str | None = wire("skuExternalId", default=None)
    contract_number: str | None = wire("contractNumber", default=None)
    contract_value: float | None = wire("contractValue", default=None)
    contract_date: date | None = wire("contractDate", default=None)
    contract_description: str | None = wire("contractDescription", default=None)
    tags: list[str] | None = wire("tags", default=None)


class ActionForm(Record, frozen=True):
    """A lead action, new or changed; `date` is local time."""

    lead: str | None = wire("leadId", default=None)
    type: str | None = wire("leadActionTypeId", default=None)
    detail: str | None = wire("actionDetail", default=None)
    date: str | None = wire("date", default=None)


class ProspectForm(Record, frozen=True):
    """A new prospect; `avandor_session` may be an object, which makes the request JSON."""

    avandor_user_id: str | None = wire("avandorUserId", default=None)
    avandor_session: object = wire("avandorSession", default=None)
    first_name: str | None = wire("userFirstName", default=None)
    last_name: str | None = wire("userLastName", default=None)
    company_name: str | None = wire("companyName", default=None)
    company_type: str | None = wire("companyType", default=None)
    country: str | None = wire("userCountry", default=None)
    address: str | None = wire("userAddress", default=None)
    position: str | None = wire("userPosition", default=None)
    phone: str | None = wire("userPhone", default=None)
    email: str | None = wire("userEmail", default=None)
    company_website: str | None = wire("companyWebsite", default=None)
    potential_score: float | None = wire("potentialScore", default=None)


class Notification(Record, frozen=True):
    """An e-mail from a template; the attachment is base64 of a PDF."""

    template: str = wire("templateKey")
    email: str = wire("email")
    first_name: str | None = wire("firstName", default=None)
    last_name: str | None = wire("lastName", default=None)
    attachment_name: str | None = wire("attachmentFileName", default=None)
    attachment_content: str | None = wire("attachmentFileContent", default=None)


class Created(Record, frozen=True):
    """What was written, by its id."""

    id: str = wire("_id")


class Done(Record, frozen=True):
    """An answer that says no more than that it was done."""


class Uploaded(Record, frozen=True):
    """The names of the files that were kept."""

    names: list[str] = wire("uploaded_files", default=[])


class WrittenCode(Record, frozen=True):
    """A code that was redeemed, and its campaign's internal id."""

    code: str
    campaign: str


def fields(form: Record) -> dict[str, object]:
    """Return a form's fields by the vendor's names, without those that aren't set; whole numbers have no decimals."""
    plain = msgspec.to_builtins(form)
    return {name: _whole(value) for name, value in plain.items() if value is not None}


def _whole(value: object) -> object:
    if isinstance(value, list):
        return [_whole(item) for item in value]
    if isinstance(value, dict):
        return {key: _whole(item) for key, item in value.items()}
    return int(value) if isinstance(value, float) and value.is_integer() else value
