"""What every vendor can be configured with; each vendor's folder adds its own."""

from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, AnyHttpUrl, BaseModel, ConfigDict, Field, StringConstraints

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    # A folder of zones, such as Europe, is read as a file.
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError("expected a time zone's name, such as Europe/Prague") from None
    return name


Zone = Annotated[Text, AfterValidator(_known_zone)]
"The IANA name of a time zone."


class VendorSettings(BaseModel):
    """Settings named `<VENDOR>_<FIELD>`; without `url` the vendor isn't configured."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True, use_attribute_docstrings=True)

    url: AnyHttpUrl
    "Scheme, host and port, without a path; unset, the vendor isn't configured."
    timeout_s: Annotated[float, Field(gt=0, le=120)] = 5.0
    "Seconds for a read with all its attempts, or for a write."
    concurrency: Annotated[int, Field(ge=1, le=1000)] = 10
    "Calls to the vendor under way at once, logins apart."
    ttl: dict[str, Annotated[float, Field(ge=0, allow_inf_nan=False)]] = {}
    "Seconds that replace a read's own fresh time; set it for a read that isn't there to be told of all that are."
