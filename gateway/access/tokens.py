"""Users' tokens (JWT): checked against the published keys, and read for scopes and the customer whose token it is."""

import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256

import jwt
from jwt.exceptions import PyJWTError

from gateway.access.jwks import Jwks
from resolvers.context import Caller
from resolvers.identity.key import Key

_MOST_KEPT = 2_000
_KEPT_S = 60.0
_LEEWAY_S = 30
_LONGEST = 8 * 1024
_VOUCHING = {"email": "email_verified", "phone_number": "phone_number_verified"}
"Where an issuer says whether it checked a claim that users fill in themselves. Specification: OpenID Connect Core, 5.1."

CustomerOf = Callable[[str], Key | None]
"Reads a claim's text as the key of a person; None where it names nobody."


@dataclass(frozen=True, slots=True)
class Rules:
    """What a token must be like. `customer_claim` is None where tokens are those of systems and bound to no person."""

    issuer: str
    audience: str
    algorithms: tuple[str, ...]
    scopes: frozenset[str]
    customer_claim: str | None
    customer_of: CustomerOf


class Tokens:
    """Checks tokens; one that was good is known for a minute, so that the signature isn't worked out for every request."""

    def __init__(self, jwks: Jwks, rules: Rules, hide: Callable[[str], str]) -> None:
        self._jwks = jwks
        self._rules = rules
        self._hide = hide
        self._known: OrderedDict[bytes, tuple[float, Caller]] = OrderedDict()

    async def caller(self, text: str) -> Caller | None:
        """Return who asks with that token; None where it isn't good. Raises KeysAway where that can't be known."""
        if len(text) > _LONGEST:
            return None
        mark, now = sha256(text.encode()).digest(), time.time()
        known = self._known.get(mark)
        if known is not None and known[0] > now:
            return known[1]
        claims = await self._claims(text)
        found = None if claims is None else self._caller(claims)
        if found is not None and claims is not None:
            self._known[mark] = (min(now + _KEPT_S, float(str(claims["exp"]))), found)
            while len(self._known) > _MOST_KEPT:
                self._known.popitem(last=False)
        return found

    async def _claims(self, text: str) -> Mapping[str, object] | None:
        rules = self._rules
        try:
            header = jwt.get_unverified_header(text)
            key_id, algorithm = header.get("kid"), header.get("alg")
            if algorithm not in rules.algorithms or not isinstance(key_id, str | None):
                return None
            published = await self._jwks.key(key_id)
            if published is None or published.algorithm not in (None, algorithm):
                return None
            return jwt.decode(
                text,
                published.key.key,
                algorithms=[str(algorithm)],
                issuer=rules.issuer,
                audience=rules.audience,
                leeway=_LEEWAY_S,
                options={"require": ["exp", "iss", "aud", "sub"]},
            )
        except (PyJWTError, ValueError, TypeError):
            return None

    def _caller(self, claims: Mapping[str, object]) -> Caller | None:
        """Read a checked token. A user's without the customer's claim is refused: it would otherwise be bound to nobody."""
        rules, customer = self._rules, None
        if rules.customer_claim is not None:
            named = claims.get(rules.customer_claim)
            vouched = claims.get(_VOUCHING.get(rules.customer_claim, ""), True)
            is_vouched_for = vouched is True or vouched == "true"  # As text is how AWS's issuers write it.
            customer = rules.customer_of(named) if isinstance(named, str) and is_vouched_for else None
            if customer is None:
                return None
        return Caller(self._hide(str(claims["sub"])), customer, _scopes(claims) | rules.scopes)


def _scopes(claims: Mapping[str, object]) -> frozenset[str]:
    """Return the scopes, as the one standard writes them (one text, blanks between) or the other (a list)."""
    found: set[str] = set()
    for name in ("scope", "scp"):
        held = claims.get(name)
        if isinstance(held, str):
            found.update(held.split())
        elif isinstance(held, list):
            found.update(scope for one in held if isinstance(one, str) for scope in one.split())
    return frozenset(found)
