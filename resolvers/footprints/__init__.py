"""What Footprints' fields mean."""
