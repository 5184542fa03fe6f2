"""What Tracksale's fields mean."""
