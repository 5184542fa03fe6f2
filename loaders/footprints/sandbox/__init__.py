"""A stand-in for Footprints: what the vendor's page documents, with three hundred people in it."""

from loaders.footprints.sandbox.app import stand_in
from loaders.footprints.sandbox.credentials import SETTINGS, URLS

__all__ = ["SETTINGS", "URLS", "stand_in"]
