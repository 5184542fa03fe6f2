"""Where each of Prisma's documented operations is in the graph; the README's table is printed from here."""

from schema.operation import Operation

OPERATIONS = (
    Operation(1, "POST /api/traces/trace", ("Mutation.startTrace",)),
    Operation(2, "POST /api/traces/{trace}/trail", ("Mutation.startVisit",)),
    Operation(3, "POST /api/traces/trail/{trail}/action", ("Mutation.recordActivity",)),
    Operation(4, "POST /api/campaigns/active", ("Customer.targetedCampaigns",)),
    Operation(5, "POST /api/campaigns/sync-page", ("Mutation.syncPage",)),
    Operation(6, "GET /api/campaigns/{id}/funnel", ("Banner.funnelUrl", "Popup.funnelUrl")),
    Operation(7, "POST /api/campaigns/advance-funnel", ("Mutation.advanceFunnel",)),
    Operation(8, "POST /api/customers/", ("Mutation.upsertTargetedCustomer",)),
    Operation(9, "POST /api/campaigns/business-event", ("Mutation.triggerBusinessEvent",)),
)
