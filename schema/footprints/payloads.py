"""What Footprints' mutations answer."""

import strawberry

from resolvers.footprints.writes import people
from schema.customer import Customer
from schema.footprints.field import resolved
from schema.footprints.lead import Lead
from schema.footprints.tracking_inputs import WebSessionKind
from schema.write import UserError, user_errors


@strawberry.type(description="Something that was written, by the vendor's id.")
class WrittenReference:
    id: strawberry.ID = strawberry.field(description="The vendor's id.")


@strawberry.type(description="A lead that was added or rated.")
class WrittenLeadPayload:
    result: WrittenReference | None = strawberry.field(name="lead", description="The lead, by the vendor's id.")
    user_errors: list[UserError] = user_errors()


@strawberry.type(description="A lead that was changed.")
class ChangedLeadPayload:
    result: Lead | None = strawberry.field(name="lead", description="The lead as the vendor shows it now: references by id.")
    user_errors: list[UserError] = user_errors()


@strawberry.type(description="A prospect that was added.")
class ProspectPayload:
    result: WrittenReference | None = strawberry.field(name="prospect", description="The prospect, by the vendor's id.")
    user_errors: list[UserError] = user_errors()


@strawberry.type(description="A lead's action that was added or changed.")
class LeadActionPayload:
    result: WrittenReference | None = strawberry.field(name="action", description="The action, by the vendor's id.")
    user_errors: list[UserError] = user_errors()


@strawberry.type(description="Documents that the vendor keeps.")
class UploadedDocuments:
    names: list[str] = strawberry.field(description="The files' names, as the vendor keeps them.")


@strawberry.type(description="Documents that were uploaded.")
class LeadDocumentsPayload:
    result: UploadedDocuments | None = strawberry.field(name="documents", description="What was uploaded.")
    user_errors: list[UserError] = user_errors()


@strawberry.type(description="A profile that was changed.")
class WrittenProfile:
    id: strawberry.ID = strawberry.field(description="The vendor's id.")
    customer: Customer | None = resolved(people.customer, "The person; their fields are read anew.")


@strawberry.type(description="A change of a profile.")
class CustomerProfilePayload:
    result: WrittenProfile | None = strawberry.field(name="profile", description="The profile that was changed.")
    user_errors: list[UserError] = user_errors()


@strawberry.type(description="A profile that is gone.")
class DeletedCustomerProfilePayload:
    result: WrittenReference | None = strawberry.field(name="profile", description="The profile that is gone, by its id.")
    user_errors: list[UserError] = user_errors()


@strawberry.type(description="A code that was redeemed.")
class RedeemedCode:
    code: str = strawberry.field(description="The code.")
    campaign: str = strawberry.field(name="campaignInternalId", description="The vendor's internal id of its campaign.")


@strawberry.type(description="A redemption of a code.")
class RedeemedCodePayload:
    result: RedeemedCode | None = strawberry.field(name="loyaltyCode", description="The code that was redeemed.")
    user_errors: list[UserError] = user_errors()


@strawberry.type(description="An e-mail that was sent.")
class NotificationPayload:
    result: bool | None = strawberry.field(name="sent", description="True when the vendor took it.")
    user_errors: list[UserError] = user_errors()


@strawberry.type(description="A visitor on the web.")
class WebSession:
    id: strawberry.ID = strawberry.field(description="The vendor's `uid` or `pid`: give it with what is tracked.")
    kind: WebSessionKind = strawberry.field(description="Whether the vendor knows the visitor; give it along.")


@strawberry.type(description="The begin of a web session.")
class WebSessionPayload:
    result: WebSession | None = strawberry.field(name="session", description="The session.")
    user_errors: list[UserError] = user_errors()


@strawberry.type(description="A mobile device.")
class MobileSession:
    id: strawberry.ID = strawberry.field(description="The vendor's `mobileId`: give it with what is tracked.")


@strawberry.type(description="The begin of a device's session.")
class MobileSessionPayload:
    result: MobileSession | None = strawberry.field(name="session", description="The session.")
    user_errors: list[UserError] = user_errors()


@strawberry.type(description="Something that was tracked.")
class TrackingPayload:
    result: bool | None = strawberry.field(name="recorded", description="True when the vendor took it.")
    user_errors: list[UserError] = user_errors()
