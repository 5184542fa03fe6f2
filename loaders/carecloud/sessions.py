"""People who logged in through this process: each has a token of their own, never the gateway's."""

import re
from collections import OrderedDict
from urllib.parse import unquote

from loaders.upstream.call import Call

_MOST = 10_000
_OF_A_PERSON = re.compile(r"/customers/([^/]+)(?:/|$)")


class Sessions:
    """Tokens by customer, the longest unused forgotten first. A session is bound to one token, so people never share one.

    Docs: "Log in a customer"; only the customer interface has sessions.
    """

    def __init__(self) -> None:
        self._tokens: OrderedDict[str, str] = OrderedDict()

    def __contains__(self, customer_id: str) -> bool:
        return customer_id in self._tokens

    def keep(self, customer_id: str, token: str) -> None:
        """Keep the token a person logged in with, in the place of an older one."""
        self._tokens[customer_id] = token
        self._tokens.move_to_end(customer_id)
        while len(self._tokens) > _MOST:
            self._tokens.popitem(last=False)

    def token_for(self, call: Call) -> str | None:
        """Return the token of the person that a call is about, if they are logged in."""
        customer_id = _customer_of(call)
        if customer_id is None or customer_id not in self._tokens:
            return None
        self._tokens.move_to_end(customer_id)
        return self._tokens[customer_id]

    def end(self, token: str) -> bool:
        """Forget a session whose token the vendor refused; whether there was one."""
        for customer_id, held in self._tokens.items():
            if held == token:
                del self._tokens[customer_id]
                return True
        return False


def _customer_of(call: Call) -> str | None:
    found = _OF_A_PERSON.match(call.path)
    return unquote(found[1]) if found else dict(call.query).get("customer_id")
