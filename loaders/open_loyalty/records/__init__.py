"""The vendor's records in our words."""
