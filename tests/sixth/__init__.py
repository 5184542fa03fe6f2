"""A sixth vendor, added as the README says: a loader, a part of the graph, a registry entry, and no change elsewhere."""
