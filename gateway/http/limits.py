"""How much a request may bring."""

from dataclasses import dataclass

from gateway.settings import GatewaySettings


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes in bytes, times in seconds."""

    body_bytes: int
    "A JSON body or a URL; and each of a multipart request's fields."
    batch: int
    "Requests in one body; 1 switches batches off."
    upload_bytes: int
    "A multipart body with all its files."
    upload_files: int = 20
    body_timeout_s: float = 30.0
    upload_timeout_s: float = 300.0

    @staticmethod
    def of(settings: GatewaySettings) -> "Limits":
        """Read them from the settings."""
        return Limits(settings.max_body_bytes, settings.max_batch, settings.max_upload_bytes)
