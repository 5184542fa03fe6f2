"""What can be changed at Footprints."""

import strawberry

from resolvers.footprints.writes import documents, leads, people, tracking
from schema.footprints.field import writes, writes_about_person
from schema.footprints.lead_inputs import (
    AddLeadActionInput,
    CreateLeadInput,
    CreateProspectInput,
    MarkLeadLostInput,
    RateLeadInput,
    SendNotificationInput,
    UpdateLeadActionInput,
    UpdateLeadInput,
    UploadLeadDocumentsInput,
)
from schema.footprints.payloads import (
    ChangedLeadPayload,
    CustomerProfilePayload,
    DeletedCustomerProfilePayload,
    LeadActionPayload,
    LeadDocumentsPayload,
    MobileSessionPayload,
    NotificationPayload,
    ProspectPayload,
    RedeemedCodePayload,
    TrackingPayload,
    WebSessionPayload,
    WrittenLeadPayload,
)
from schema.footprints.person_inputs import DeleteCustomerProfileInput, RedeemLoyaltyCodeInput, UpdateCustomerProfileInput
from schema.footprints.tracking_inputs import (
    ReportBeaconsInput,
    ReportPositionInput,
    StartMobileSessionInput,
    StartWebSessionInput,
    TrackMobileActivityInput,
    TrackWebActivityInput,
)


@strawberry.type
class FootprintsMutation:
    create_lead: WrittenLeadPayload | None = writes(leads.create_lead, CreateLeadInput, "Footprints: add a lead.")
    update_lead: ChangedLeadPayload | None = writes(leads.update_lead, UpdateLeadInput, "Footprints: change a lead.")
    mark_lead_lost: ChangedLeadPayload | None = writes(leads.mark_lead_lost, MarkLeadLostInput, "Footprints: give a lead up.")
    rate_lead: WrittenLeadPayload | None = writes(
        leads.rate_lead, RateLeadInput, "Footprints: store how a customer rates what came of a lead."
    )
    add_lead_action: LeadActionPayload | None = writes(
        leads.add_action, AddLeadActionInput, "Footprints: note something done about a lead."
    )
    update_lead_action: LeadActionPayload | None = writes(
        leads.update_action, UpdateLeadActionInput, "Footprints: change such a note."
    )
    upload_lead_documents: LeadDocumentsPayload | None = writes(
        documents.upload_lead_documents,
        UploadLeadDocumentsInput,
        "Footprints: upload one to five PDFs of a lead, in a multipart request.",
    )
    create_prospect: ProspectPayload | None = writes(leads.create_prospect, CreateProspectInput, "Footprints: add a prospect.")
    update_customer_profile: CustomerProfilePayload | None = writes_about_person(
        people.update_profile,
        UpdateCustomerProfileInput,
        "Footprints: change a person's profile.",
        "Whose profile, and what changes.",
    )
    delete_customer_profile: DeletedCustomerProfilePayload | None = writes_about_person(
        people.delete_profile,
        DeleteCustomerProfileInput,
        "Footprints: delete a person's profile. The other vendors keep theirs.",
        "Whose profile to delete.",
    )
    redeem_loyalty_code: RedeemedCodePayload | None = writes_about_person(
        people.redeem_code,
        RedeemLoyaltyCodeInput,
        "Footprints: redeem a code that a person holds.",
        "Which code, and who holds it.",
    )
    send_notification: NotificationPayload | None = writes(
        documents.send_notification,
        SendNotificationInput,
        "Footprints: send an e-mail from a template.",
        "What to send, and to whom.",
    )
    start_web_session: WebSessionPayload | None = writes(
        tracking.start_web,
        StartWebSessionInput,
        "Footprints: begin to track a visitor on the web.",
        "What is known of the visitor.",
    )
    track_web_activity: TrackingPayload | None = writes(
        tracking.track_web, TrackWebActivityInput, "Footprints: tell what a visitor did.", "Which visitor, and what they did."
    )
    start_mobile_session: MobileSessionPayload | None = writes(
        tracking.start_mobile, StartMobileSessionInput, "Footprints: begin to track a mobile device.", "Which device."
    )
    track_mobile_activity: TrackingPayload | None = writes(
        tracking.track_mobile,
        TrackMobileActivityInput,
        "Footprints: tell what a device's owner did.",
        "Which device, and what its owner did.",
    )
    report_beacons: TrackingPayload | None = writes(
        tracking.report_beacons,
        ReportBeaconsInput,
        "Footprints: tell which beacons a device sees.",
        "Which device, and what it sees.",
    )
    report_position: TrackingPayload | None = writes(
        tracking.report_position, ReportPositionInput, "Footprints: tell where a device is.", "Which device, and where it is."
    )
