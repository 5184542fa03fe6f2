"""The one tree of what can go wrong with a vendor.

    UpstreamError
    ├── NotConfigured      the installation has no settings for this vendor
    ├── Unavailable        no answer, or a 5xx
    │   └── CircuitOpen    not asked: it failed too often a moment ago
    ├── TimedOut           no answer within the deadline
    ├── OverBudget         too many calls, by our count or by the vendor's word
    ├── AuthFailed         our credentials were not taken
    ├── Rejected           the vendor understood and said no
    ├── Malformed          the answer does not fit the documentation
    │   └── TooLarge       it is larger than what is read
    ├── OutcomeUnknown     a write was sent and no answer came
    ├── Ambiguous          several rows of the vendor fit one handle of a person
    └── Incomplete         the vendor needs a handle of the person that nobody knows

Messages never hold a value from a request or an answer: only what was expected and what sort of thing came.
"""

from dataclasses import dataclass
from typing import ClassVar

NOBODYS = "gateway"
"""In the place of a vendor's name where it isn't known any more; clients are told none."""


class UpstreamError(Exception):
    """Something went wrong with one vendor; `code` and `retryable` are the public contract."""

    code: ClassVar[str] = "VENDOR_UNAVAILABLE"
    retryable: ClassVar[bool] = False

    def __init__(self, vendor: str, reason: str, *, retry_after_s: float | None = None) -> None:
        super().__init__(f"{vendor}: {reason}")
        self.vendor = vendor
        self.reason = reason
        self.retry_after_s = retry_after_s

    @property
    def extensions(self) -> dict[str, object]:
        """What a client is told besides the message: `code`, `vendor`, `retryable`, and `retryAfter` in seconds where known."""
        told: dict[str, object] = {"code": self.code, "vendor": self.vendor.upper(), "retryable": self.retryable}
        if self.vendor == NOBODYS:
            del told["vendor"]
        if self.retry_after_s is not None:
            told["retryAfter"] = round(self.retry_after_s, 3)
        return told


class NotConfigured(UpstreamError):
    """This installation has no settings for the vendor."""

    code = "VENDOR_NOT_CONFIGURED"

    def __init__(self, vendor: str) -> None:
        super().__init__(vendor, f"not configured; set {vendor.upper()}_URL and its credentials")


class Unavailable(UpstreamError):
    """The connection failed, or the vendor answered with a server error."""

    code = "VENDOR_UNAVAILABLE"
    retryable = True


class CircuitOpen(Unavailable):
    """The vendor failed too often a moment ago, so it was not asked."""


class TimedOut(UpstreamError):
    """No whole answer came within the deadline."""

    code = "VENDOR_TIMEOUT"
    retryable = True

    def __init__(self, vendor: str, timeout_s: float) -> None:
        super().__init__(vendor, f"expected an answer within {timeout_s:g} s, got none")


class OverBudget(UpstreamError):
    """Too many calls: our budget for the vendor is used up, or the vendor said so."""

    code = "VENDOR_RATE_LIMITED"
    retryable = True


class OverShare(OverBudget):
    """One caller has used up what it may take of our budget for the vendor; others may ask."""


class AuthFailed(UpstreamError):
    """The vendor did not take our credentials, also not after they were renewed."""

    code = "VENDOR_AUTH_FAILED"


@dataclass(frozen=True, slots=True)
class Refusal:
    """One thing the vendor said no to; `path` is the place in our request by the vendor's names, scrubbed of personal data."""

    code: str
    message: str
    path: tuple[str, ...] = ()


class Rejected(UpstreamError):
    """The vendor understood the request and said no."""

    code = "VENDOR_REJECTED"

    def __init__(self, vendor: str, status: int, refusals: tuple[Refusal, ...] = ()) -> None:
        detail = "; ".join(refusal.message for refusal in refusals) or f"status {status} without details"
        super().__init__(vendor, f"the vendor refused: {detail}")
        self.status = status
        self.refusals = refusals


class RejectedTogether(Rejected):
    """The vendor said no to several keys at once; which of them it means isn't known, so of none of them anything is."""

    def __init__(self, refusal: Rejected) -> None:
        super().__init__(refusal.vendor, refusal.status, refusal.refusals)


class Malformed(UpstreamError):
    """The answer does not fit the vendor's documentation; `path` says where."""

    code = "VENDOR_MALFORMED"

    def __init__(self, vendor: str, *, path: str, expected: str, got: str) -> None:
        super().__init__(vendor, f"at {path} expected {expected}, got {got}")
        self.path = path

    @property
    def extensions(self) -> dict[str, object]:
        return {**super().extensions, "path": self.path}


class TooLarge(Malformed):
    """The answer is larger than what is read of one answer, or of one list that comes in pages."""

    def __init__(self, vendor: str, most: int, what: str = "bytes") -> None:
        super().__init__(vendor, path="$", expected=f"at most {most} {what}", got="more")


class OutcomeUnknown(UpstreamError):
    """A write was sent and its answer got lost: it may or may not have happened; `check` names the read that tells."""

    code = "OUTCOME_UNKNOWN"

    def __init__(self, vendor: str, operation: str, check: str) -> None:
        super().__init__(vendor, f"{operation} was sent once and no answer came, so its outcome is unknown; {check}")
        self.check = check


class Ambiguous(UpstreamError):
    """Several rows of the vendor fit one handle of a person, and the gateway does not guess."""

    code = "IDENTITY_AMBIGUOUS"

    def __init__(self, vendor: str, kind: str, rows: int) -> None:
        super().__init__(vendor, f"{rows} people share this {kind}; name the person by a stronger handle")
        self.kind = kind
        self.rows = rows


class Incomplete(UpstreamError):
    """The vendor can only be asked with handles that no vendor knows of this person."""

    code = "IDENTITY_INCOMPLETE"
