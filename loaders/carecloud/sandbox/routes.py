"""Every route the stand-in serves, and on which interface."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from starlette.responses import Response

from loaders.carecloud.sandbox import customers, lists, points, records, registration, rewards, tokens, vouchers
from loaders.carecloud.sandbox.call import Call
from loaders.carecloud.sandbox.sessions import Sessions
from loaders.carecloud.sandbox.settings import Interface
from loaders.carecloud.sandbox.visit import Visit

Handler = Callable[[Call], Response]
Entrance = Callable[[Visit, Sessions], Response]
Exit = Callable[[Call, Sessions], Response]

BOTH: frozenset[Interface] = frozenset({"customer", "enterprise"})
CUSTOMER: frozenset[Interface] = frozenset({"customer"})
ENTERPRISE: frozenset[Interface] = frozenset({"enterprise"})


@dataclass(frozen=True, slots=True)
class Resource:
    """One path: its handlers by method, and the interfaces that offer it."""

    path: str
    methods: Mapping[str, Handler]
    interfaces: frozenset[Interface] = BOTH
    entrances: Mapping[str, Entrance] = field(default_factory=dict)
    "Handlers that need no token."
    exits: Mapping[str, Exit] = field(default_factory=dict)
    "Handlers that end a token other than by its path."


RESOURCES: tuple[Resource, ...] = (
    Resource("/tokens", {}, CUSTOMER, entrances={"POST": tokens.create_token}),
    Resource("/tokens/{token_id}/actions/login", {"POST": tokens.log_customer_in}, CUSTOMER),
    Resource("/tokens/{token_id}/actions/logout", {"POST": tokens.log_customer_out}, CUSTOMER),
    Resource("/users/actions/login", {}, ENTERPRISE, entrances={"POST": tokens.log_user_in}),
    Resource("/users/actions/logout", {}, ENTERPRISE, exits={"POST": tokens.log_user_out}),
    Resource("/stores", {"GET": lists.get_stores}),
    Resource("/interests", {"GET": lists.get_interests}),
    Resource("/customer-properties", {"GET": lists.get_customer_properties}),
    Resource("/customer-sources", {"GET": lists.get_customer_sources}),
    Resource("/statuses", {"GET": lists.get_statuses}),
    Resource("/reward-types", {"GET": lists.get_reward_types}),
    Resource("/partners", {"GET": lists.get_partners}),
    Resource("/customers", {"GET": customers.get_customers, "POST": registration.register}),
    Resource("/customers/actions/search-customers", {"GET": customers.search_customers}, ENTERPRISE),
    Resource("/customers/{customer_id}", {"GET": customers.get_customer}),
    Resource("/customers/{customer_id}/rewards", {"GET": rewards.get_customer_rewards}),
    Resource("/customers/{customer_id}/vouchers", {"GET": vouchers.get_customer_vouchers}),
    Resource("/customers/{customer_id}/cards", {"GET": customers.get_customer_cards}),
    Resource("/customers/{customer_id}/points", {"GET": points.get_customer_points}),
    Resource("/customers/{customer_id}/purchases", {"GET": records.get_customer_purchases}),
    Resource("/customers/{customer_id}/status-records", {"GET": records.get_status_records}),
    Resource(
        "/customers/{customer_id}/customer-source-records",
        {"GET": customers.get_customer_source_records, "POST": records.add_customer_source_record},
    ),
    Resource(
        "/customers/{customer_id}/property-records",
        {"GET": records.get_property_records, "POST": records.add_property_record},
    ),
    Resource(
        "/customers/{customer_id}/interest-records",
        {"GET": records.get_interest_records, "POST": records.add_interest_record},
    ),
    Resource("/customer-source-records", {"GET": customers.get_source_records}),
    Resource("/cards", {"GET": customers.get_cards}, ENTERPRISE),
    Resource("/rewards", {"GET": rewards.get_rewards}),
    Resource("/rewards/{reward_id}", {"GET": rewards.get_reward}),
    Resource("/rewards/{reward_id}/vouchers", {"GET": vouchers.get_reward_vouchers}),
    Resource("/rewards/{reward_id}/actions/create-voucher", {"POST": vouchers.create_voucher}),
    Resource("/vouchers", {"GET": vouchers.get_vouchers}),
    Resource("/vouchers/{voucher_id}/actions/apply-voucher", {"POST": vouchers.apply_voucher}),
    Resource("/purchases", {"GET": records.get_purchases}),
    Resource("/points", {"GET": points.get_points}),
    Resource("/points/actions/assign-points", {"POST": points.assign_points}, ENTERPRISE),
    Resource("/points/actions/reduce-points", {"POST": points.reduce_points}, ENTERPRISE),
    Resource("/wallet/actions/points-overview", {"GET": points.points_overview}),
)
