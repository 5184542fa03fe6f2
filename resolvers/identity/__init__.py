"""Who a person is at every vendor: handles, matches, links, and the order that settles ids."""
