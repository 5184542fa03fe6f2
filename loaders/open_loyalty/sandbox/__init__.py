"""A stand-in Open Loyalty server that behaves as the "Reward Campaigns API" chapter (2.9 line) says."""

from loaders.open_loyalty.sandbox.app import stand_in
from loaders.open_loyalty.sandbox.tokens import SETTINGS

URLS = {"OPEN_LOYALTY_URL": ""}

__all__ = ["SETTINGS", "URLS", "stand_in"]
