"""Open Loyalty: reward campaigns, points and levels."""
