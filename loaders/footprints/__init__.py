"""Footprints: leads, customer profiles and loyalty codes."""
