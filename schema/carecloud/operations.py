"""Where each of CareCloud's documented operations is in the graph; the README's table is printed from here."""

from schema.operation import Operation

OPERATIONS = (
    Operation(1, "POST /tokens"),
    Operation(2, "POST /tokens/{id}/actions/login", ("Mutation.loginCustomer",)),
    Operation(3, "GET /stores", ("Query.stores",)),
    Operation(4, "POST /customers", ("Mutation.registerCustomer",)),
    Operation(5, "POST /customers/{id}/interest-records", ("Mutation.addCustomerInterest",)),
    Operation(6, "POST /customers/{id}/property-records", ("Mutation.setCustomerProperty",)),
    Operation(7, "GET /rewards", ("Query.rewards",)),
)
