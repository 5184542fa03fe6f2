"""Names of settings that there aren't: a misspelt one would leave a gateway as it is by default, which may be open."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from gateway.registry import Entry

_OWN = frozenset({"GATEWAY_KEY", "GATEWAY_LIFELINE_FD", "GATEWAY_LISTEN_FD", "GATEWAY_ONLY"})
"Names of ours that are no settings of the server."
_PLATFORM = re.compile(r"_SERVICE_(HOST|PORT(_\w+)?)$|_PORT(_\d+_(TCP|UDP|SCTP)(_\w+)?)?$")
"What Kubernetes and linked containers name by themselves where a service is called like us or a vendor."
_TTL = "TTL_"


@dataclass(frozen=True, slots=True)
class Stranger:
    """A name that looks like a setting and is none; `nearest` is the setting that was probably meant."""

    name: str
    nearest: str | None

    def __str__(self) -> str:
        meant = f"; did you mean {self.nearest}?" if self.nearest else "."
        return f"{self.name}: there is no such setting{meant}"


def strangers(names: Iterable[str], fields: Iterable[str], entries: Sequence[Entry]) -> list[Stranger]:
    """Return the names that begin like settings and are none; `fields` are the gateway's own."""
    prefixes = ("GATEWAY_", *(f"{entry.name.upper()}_" for entry in entries))
    known = _OWN | {f"GATEWAY_{field.upper()}" for field in fields}
    for entry in entries:
        known |= {f"{entry.name.upper()}_{field.upper()}" for field in entry.vendor.Settings.model_fields if field != "ttl"}
    ttls = tuple(f"{prefix}{_TTL}" for prefix in prefixes[1:])
    found = []
    for name in sorted(names):
        if name in known or not name.startswith(prefixes) or name.startswith(ttls) or _PLATFORM.search(name):
            continue
        nearest = get_close_matches(name, sorted(known - _OWN), n=1, cutoff=0.85)
        found.append(Stranger(name, nearest[0] if nearest else None))
    return found
