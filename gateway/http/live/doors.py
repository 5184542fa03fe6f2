"""The two ways into live operations, made from the settings: WebSocket and server-sent events."""

from dataclasses import dataclass

from gateway.access.quotas import Quotas
from gateway.engine.engine import Engine
from gateway.engine.live import Live
from gateway.http.caller import Authenticate
from gateway.http.journal import Journal
from gateway.http.live.connection import Terms
from gateway.http.live.crowd import Crowd
from gateway.http.live.events import Streams
from gateway.http.live.operations import Operations
from gateway.http.live.pace import Pace
from gateway.http.live.socket import Socket
from gateway.process import Process


@dataclass(frozen=True, slots=True)
class Doors:
    """One process's; whoever comes in by either counts in the crowd."""

    crowd: Crowd
    socket: Socket
    streams: Streams


def doors(process: Process, engine: Engine, authenticate: Authenticate, quotas: Quotas, journal: Journal, pace: Pace) -> Doors:
    """Make them; both run what the engine runs, for callers that are known and counted as by POST."""
    settings = process.settings.gateway
    metrics = process.observer.metrics
    crowd = Crowd(settings.max_live) if metrics is None else Crowd(settings.max_live, metrics.live.set)
    live = Live(engine, process, journal.followed)
    terms = Terms(Operations(engine, live, journal, quotas), authenticate, crowd, pace, settings.max_body_bytes)
    return Doors(crowd, Socket(terms, journal, settings.cors_origins), Streams(live, authenticate, crowd, pace))
