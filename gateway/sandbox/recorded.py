"""The calls that a stand-in got, for tests and for the demo's counters."""

import re
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from starlette.types import Scope

_MOST = 20_000


@dataclass(frozen=True, slots=True)
class Received:
    """One request as it came over the wire."""

    method: str
    path: str
    query: tuple[tuple[str, str], ...]
    headers: Mapping[str, str]
    body: bytes = field(repr=False)

    @property
    def form(self) -> list[tuple[str, str]]:
        """The body as form fields, in order."""
        return parse_qsl(self.body.decode(), keep_blank_values=True)


class Recorder:
    """Keeps the newest 20,000 calls, counted since the last `reset`."""

    def __init__(self) -> None:
        self.calls: deque[Received] = deque(maxlen=_MOST)

    def record(self, scope: Scope, body: bytes) -> None:
        """Note one request."""
        query = tuple(parse_qsl(scope["query_string"].decode(), keep_blank_values=True))
        headers = {name.decode().lower(): value.decode("latin-1") for name, value in scope["headers"]}
        path = scope.get("raw_path", scope["path"].encode()).decode().partition("?")[0]
        self.calls.append(Received(scope["method"], path, query, headers, body))

    def hits(self, pattern: str) -> int:
        """Count the calls whose "METHOD /path" is the text, or matches it as a whole as a regular expression."""
        return len(self.matching(pattern))

    def matching(self, pattern: str) -> list[Received]:
        """Return those calls, in order."""
        found = re.compile(pattern)
        lines = ((f"{call.method} {call.path}", call) for call in self.calls)
        return [call for line, call in lines if line == pattern or found.fullmatch(line)]

    def reset(self) -> None:
        """Start to count anew."""
        self.calls.clear()
