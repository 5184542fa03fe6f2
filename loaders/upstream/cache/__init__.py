"""The cache in front of the vendors: entries with a fresh and a stale time, bounded, dropped by tag."""
