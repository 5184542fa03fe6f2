"""Inputs about what people do on the web and with their devices."""

from datetime import datetime
from enum import Enum

import strawberry

from schema.footprints.field import optional
from schema.write import idempotency_key


@strawberry.enum(description="Whether the vendor knows the visitor of a web session.")
class WebSessionKind(Enum):
    CUSTOMER = strawberry.enum_value("c", description="A customer it knows.")
    VISITOR = strawberry.enum_value("p", description="Anybody else.")


@strawberry.enum(description="Who makes contact.")
class ContactSender(Enum):
    PERSON = strawberry.enum_value("person", description="The person.")
    ORGANIZATION = strawberry.enum_value("organization", description="The organization.")


@strawberry.input(description="The browser or device.")
class TechnicalInfoInput:
    screen_size: str | None = optional("Width and height, like 1920x1080.")
    browser_user_agent: str | None = optional("The browser's User-Agent.")
    browser_type: str | None = optional("Such as Chrome.")
    app_id: str | None = optional("The app's id at its store.")
    device_os: str | None = optional("The operating system, such as Android.")


@strawberry.input(description="A look around.")
class VisitInput:
    brands: list[str] | None = optional("Brands looked at.")
    tenants: list[str] | None = optional("Shops looked at.")
    interests: list[str] | None = optional("Interests shown.")


@strawberry.input(description="An article bought.")
class ReceiptInput:
    name: str = strawberry.field(description="What it is.")
    value: float = strawberry.field(description="What it cost.")


@strawberry.input(description="A sale.")
class SaleInput:
    receipts: list[ReceiptInput] = strawberry.field(description="What was bought; at least one article.")


@strawberry.input(description="A contact.")
class ContactInput:
    appointment_at: datetime | None = optional("When to meet. Without an offset it is the vendor's local time.")
    sender: ContactSender | None = optional("Who makes contact.")


@strawberry.input(description="Feedback.")
class FeedbackInput:
    rating: int = strawberry.field(description="1 to 10.")


@strawberry.input(description="An engagement.")
class EngagementInput:
    description: str = strawberry.field(description="What it is.")


@strawberry.input(description="Questions answered about oneself.")
class ProfilingInput:
    percent_completed: float = strawberry.field(description="How much is answered, 0 to 100.")


@strawberry.input(one_of=True, description="What somebody did. Exactly one field is given.")
class TrackedActivityInput:
    visit: VisitInput | None = optional("They looked around.")
    sale: SaleInput | None = optional("They bought something.")
    contact: ContactInput | None = optional("They made contact.")
    feedback: FeedbackInput | None = optional("They gave feedback.")
    engagement: EngagementInput | None = optional("They engaged.")
    profiling: ProfilingInput | None = optional("They told about themselves.")


@strawberry.input(description="A visitor on the web.")
class StartWebSessionInput:
    email: str | None = optional("Their e-mail address, where it is known.")
    technical_info: TechnicalInfoInput | None = optional("Their browser.")
    idempotency_key: str | None = idempotency_key()


@strawberry.input(description="What a visitor did.")
class TrackWebActivityInput:
    session: strawberry.ID = strawberry.field(description="The session's id.")
    kind: WebSessionKind = strawberry.field(description="The session's kind.")
    activity: TrackedActivityInput = strawberry.field(description="What they did.")
    idempotency_key: str | None = idempotency_key()


@strawberry.input(description="A mobile device. E-mail, push token or both are needed.")
class StartMobileSessionInput:
    email: str | None = optional("Its owner's e-mail address.")
    phone: str | None = optional("Its owner's phone number.")
    push_notification_token: str | None = optional("The token for notifications to it.")
    technical_info: TechnicalInfoInput | None = optional("The device.")
    idempotency_key: str | None = idempotency_key()


@strawberry.input(description="What a device's owner did.")
class TrackMobileActivityInput:
    session: strawberry.ID = strawberry.field(description="The session's id.")
    activity: TrackedActivityInput = strawberry.field(description="What they did.")
    idempotency_key: str | None = idempotency_key()


@strawberry.input(description="A beacon that a device sees.")
class BeaconInput:
    uuid: str = strawberry.field(description="Its UUID.")
    rssi: float | None = optional("The strength of its signal, in dBm.")
    distance: float | None = optional("How far it is, in metres.")
    mac_address: str | None = optional("Its MAC address.")
    tx_power: float | None = optional("The strength of its signal at one metre, in dBm.")
    name: str | None = optional("Its name.")
    minor: float | None = optional("Its minor number.")
    major: float | None = optional("Its major number.")


@strawberry.input(description="Beacons that a device sees.")
class ReportBeaconsInput:
    session: strawberry.ID = strawberry.field(description="The device's session.")
    beacons: list[BeaconInput] = strawberry.field(description="At least one.")
    idempotency_key: str | None = idempotency_key()


@strawberry.input(description="Where a device is.")
class ReportPositionInput:
    session: strawberry.ID = strawberry.field(description="The device's session.")
    latitude: float = strawberry.field(description="Degrees north, -90 to 90.")
    longitude: float = strawberry.field(description="Degrees east, -180 to 180.")
    accuracy: float | None = optional("In metres.")
    idempotency_key: str | None = idempotency_key()
