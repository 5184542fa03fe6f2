"""CareCloud: CRM of loyalty customers, their cards, rewards, vouchers and points."""
