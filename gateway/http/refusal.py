"""Why a request was refused before any operation began."""

from collections.abc import Mapping, Sequence

from loaders.upstream.errors import Ambiguous, NotConfigured, OverBudget, TimedOut, UpstreamError

Headers = Sequence[tuple[bytes, bytes]]

_FAILED: dict[type[UpstreamError], int] = {NotConfigured: 404, Ambiguous: 409, TimedOut: 504, OverBudget: 503}


class Refused(Exception):
    """Answered with this status and one GraphQL error; the message is for the client and quotes nothing it sent.

    `extensions` are what the error tells besides its code.
    """

    def __init__(
        self, status: int, code: str, message: str, headers: Headers = (), extensions: Mapping[str, object] | None = None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.headers = headers
        self.extensions = {**(extensions or {}), "code": code}


def malformed(message: str) -> Refused:
    """Return the refusal of a request that GraphQL over HTTP can't be read from."""
    return Refused(400, "BAD_REQUEST", message)


def too_large(most: int) -> Refused:
    """Return the refusal of a body over `most` bytes."""
    return Refused(413, "BODY_TOO_LARGE", f"The request is larger than the {most:,} bytes that this gateway takes.")


def wrong_method(allowed: str, message: str) -> Refused:
    """Return the refusal of a method; `allowed` is the `Allow` header."""
    return Refused(405, "METHOD_NOT_ALLOWED", message, [(b"allow", allowed.encode())])


def wrong_type(message: str) -> Refused:
    """Return the refusal of a media type, a charset or an encoding of the body."""
    return Refused(415, "UNSUPPORTED_MEDIA_TYPE", message)


def failed_vendor(error: UpstreamError) -> Refused:
    """Return what HTTP says of a vendor's failure: it is the gateway's peer that failed, not the client."""
    wait_s = error.retry_after_s
    wait = [] if wait_s is None else [(b"retry-after", b"%d" % round(wait_s))]
    return Refused(_FAILED.get(type(error), 502), error.code, str(error), wait, error.extensions)
