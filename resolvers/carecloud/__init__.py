"""What CareCloud's fields mean."""
