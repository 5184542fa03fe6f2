"""The handles of people, and how a vendor looks them up."""
