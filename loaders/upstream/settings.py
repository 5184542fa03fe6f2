"""What every vendor can be configured with; each vendor's folder adds its own."""

from typing import Annotated

from pydantic import AnyHttpUrl, BaseModel, ConfigDict, Field, StringConstraints

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class VendorSettings(BaseModel):
    """Settings named `<VENDOR>_<FIELD>`; without `url` the vendor isn't configured."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True, use_attribute_docstrings=True)

    url: AnyHttpUrl
    "Scheme, host and port, without a path; unset, the vendor isn't configured."
    timeout_s: Annotated[float, Field(gt=0, le=120)] = 5.0
    "Seconds for a read with all its attempts, or for a write."
    concurrency: Annotated[int, Field(ge=1, le=1000)] = 10
    "Connections held to the vendor."
    ttl: dict[str, Annotated[float, Field(ge=0, allow_inf_nan=False)]] = {}
    "Seconds that replace a read's own fresh time; set it for a read that isn't there to be told of all that are."
