"""A stand-in for Prisma Campaigns that behaves as its REST documentation says."""

from loaders.prisma.sandbox.app import SETTINGS, URLS, stand_in

__all__ = ["SETTINGS", "URLS", "stand_in"]
