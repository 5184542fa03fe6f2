"""Structured logs: one JSON line each, with nothing in it that a caller or a vendor sent."""

import asyncio
import atexit
import logging
import sys
from datetime import UTC, datetime
from threading import Lock
from typing import Any, Literal, TextIO

import orjson
import structlog

_WAIT_S = 0.05


def configure(form: Literal["json", "text"], level: int = logging.INFO) -> None:
    """Set up logging for the process; other libraries' lines pass only from WARNING on: httpx would print whole URLs."""
    to_text: list[structlog.typing.Processor] = [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty()),
    ]
    structlog.configure(
        processors=[_json_line] if form == "json" else to_text,
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(Gathered(sys.stderr)),  # type: ignore[arg-type]  # what it uses of a file
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(levelname)s %(name)s %(message)s")
    for name in ("httpx", "httpcore", "uvicorn.access"):
        logging.getLogger(name).setLevel(logging.WARNING)
    # It warns of every broken form with bits of it: clients' mistakes would fill the log.
    logging.getLogger("python_multipart").setLevel(logging.ERROR)


class Gathered:
    """Lines on their way out, written together: one write each would be the dearest part of a short answer.

    A line waits for 50 ms at most; where no event loop runs, and at the end of the process, none does.
    """

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._lines: list[str] = []
        self._lock = Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        "Which is to write them."
        atexit.register(self._empty)

    def write(self, line: str) -> None:
        """Take a line."""
        self._lines.append(line)

    def flush(self) -> None:
        """See to it that the lines are written soon."""
        if self._loop is not None and not self._loop.is_closed():
            return
        try:
            self._loop = asyncio.get_running_loop()
        except RuntimeError:
            self._empty()
        else:
            self._loop.call_later(_WAIT_S, self._empty)

    def _empty(self) -> None:
        with self._lock:
            self._loop = None
            lines, self._lines = self._lines, []
        if lines and not self._out.closed:  # At the very end nobody may be there any more to write to.
            self._out.write("".join(lines))
            self._out.flush()


def _json_line(logger: Any, method: str, event: structlog.typing.EventDict) -> str:
    """Do in one step what structlog's processors do in four: every request writes a line."""
    event["level"] = method
    event["timestamp"] = datetime.now(UTC).isoformat()
    if "exc_info" in event:
        event = structlog.processors.format_exc_info(logger, method, event)
    return orjson.dumps(event, default=repr).decode()
