"""How an installation reaches its Prisma."""

from typing import Annotated, Literal

from pydantic import AnyHttpUrl, Field, SecretStr, StringConstraints

from loaders.upstream.settings import VendorSettings

Word = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[A-Za-z][A-Za-z0-9_.-]*$")]


class PrismaSettings(VendorSettings):
    """Settings named `PRISMA_<FIELD>`."""

    url: AnyHttpUrl
    "`https://host`: ends before `/api`, where all paths start; unset, the vendor isn't configured."
    app_token: Annotated[SecretStr, Field(min_length=1)]
    "From Settings/Applications; the application needs the REST platform for `upsertTargetedCustomer`."
    channel: Word = "web"
    "Of the visits that the gateway starts by itself; one that the installation knows, such as `web` or `atm`."
    api_key: Annotated[SecretStr, Field(min_length=1)] | None = None
    "From Settings/API Keys, with access to the Customers module: only `Customer.prismaProfile` needs it."
    format: Literal["edn", "json"] = "edn"
    "How bodies are written, both ways: the vendor's own notation, or JSON."
    customer_id: Literal["external_id", "loyalty_card", "email"] = "external_id"
    "Which handle of a person is Prisma's customer id."
