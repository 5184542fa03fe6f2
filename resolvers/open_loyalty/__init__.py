"""What Open Loyalty's fields mean."""
