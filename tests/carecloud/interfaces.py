"""A gateway over this vendor's stand-in alone, on the interface a test needs."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from gateway.engine.engine import Answer
from gateway.sandbox.town import Town
from loaders.carecloud.sandbox import CUSTOMER_SETTINGS
from tests.conftest import Gateway, make

SEED = "/rest-api/customer-interface/v1.0"
TODAY = "/webservice/rest-api/customer-interface/v1.0"
ENTERPRISE = "/webservice/rest-api/enterprise-interface/v1.0"


@asynccontextmanager
async def on_interface(town: Town, auth: str, **more: str) -> AsyncIterator[Gateway]:
    """Serve CareCloud alone, by one of its three ways to be let in."""
    path = {"basic-customer": SEED, "bearer-customer": TODAY, "bearer-enterprise": ENTERPRISE}[auth]
    mode = {**CUSTOMER_SETTINGS} if auth != "bearer-enterprise" else {**town.carecloud.settings}
    url = f"http://127.0.0.1:{town.carecloud.port}{path}"
    gateway = make({**mode, "CARECLOUD_AUTH": auth, "CARECLOUD_URL": url, **more}, ("carecloud",))
    try:
        yield gateway
    finally:
        await gateway.process.close()


def data_of(answer: Answer) -> Any:
    """The data of an answer that must have no errors."""
    assert answer.errors == []
    return answer.data


def codes_of(answer: Answer) -> list[str]:
    """The codes of an answer's errors."""
    errors: list[Any] = list(answer.errors)
    return [error["extensions"]["code"] for error in errors]
