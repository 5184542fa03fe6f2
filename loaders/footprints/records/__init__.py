"""What Footprints knows, in our words."""
