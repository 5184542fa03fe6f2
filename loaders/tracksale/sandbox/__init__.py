"""A stand-in for Tracksale's API v2 and its v3 dispatch report, written from the vendor's page alone."""

from loaders.tracksale.sandbox.app import SETTINGS, URLS, stand_in

__all__ = ["SETTINGS", "URLS", "stand_in"]
