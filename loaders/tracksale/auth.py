"""The static token. Docs: "Authentication"."""

from pydantic import SecretStr

from loaders.upstream.call import Call


class Bearer:
    """Sends `Authorization: bearer TOKEN`, written as the page writes it; a refusal is final, there is nothing to renew."""

    def __init__(self, token: SecretStr) -> None:
        self._token = token

    async def authorize(self, call: Call) -> Call:
        return call.with_headers(("Authorization", f"bearer {self._token.get_secret_value()}"))

    def refused(self, call: Call) -> bool:
        return False
