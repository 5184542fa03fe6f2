"""Prisma Campaigns: what is shown to whom, and when."""
