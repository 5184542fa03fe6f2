"""A sixth vendor, added as docs/adding-a-vendor.md says: its files, three lines, and no change elsewhere."""
