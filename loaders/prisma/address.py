"""Addresses for a browser."""

from urllib.parse import quote, urlencode

from loaders.prisma.settings import PrismaSettings


def funnel_url(settings: PrismaSettings, campaign_id: str, tracking_token: str, visit_id: str, *, as_popup: bool) -> str:
    """Return the address of a campaign's funnel. It holds the app token, so it is never logged. Docs: Prisma, "Banners and Popups"."""
    query = {"d": tracking_token, "a": settings.app_token.get_secret_value(), "t": visit_id}
    if as_popup:
        query["popup"] = "true"
    base = str(settings.url).rstrip("/")
    return f"{base}/api/campaigns/{quote(campaign_id, safe='')}/funnel?{urlencode(query)}"
