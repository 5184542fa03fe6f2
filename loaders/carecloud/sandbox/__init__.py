"""A stand-in CareCloud: three ways to log in, two interfaces, one set of books. Never shares code with the client."""

from loaders.carecloud.sandbox.app import stand_in
from loaders.carecloud.sandbox.settings import CUSTOMER_SETTINGS, SETTINGS, URLS

__all__ = ["CUSTOMER_SETTINGS", "SETTINGS", "URLS", "stand_in"]
