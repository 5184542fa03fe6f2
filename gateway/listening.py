"""The listening socket: one that was handed over, or one of our own."""

import os
import socket
from collections.abc import Mapping

from gateway.settings import BrokenSettings, GatewaySettings

HANDED = "GATEWAY_LISTEN_FD"
"Names the file descriptor of a socket that listens already; whoever hands it over keeps it open between two gateways."
_BACKLOG = 2048
_FIRST = 3


def listening(settings: GatewaySettings, values: Mapping[str, str]) -> socket.socket:
    """Return it: named by GATEWAY_LISTEN_FD, given by systemd's socket activation, or bound to the settings' host and port."""
    handed = values.get(HANDED) or (_FIRST if values.get("LISTEN_PID") == str(os.getpid()) else None)
    if handed is not None:
        return _adopted(str(handed))
    host, port = settings.host, settings.port
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=_BACKLOG, reuse_port=settings.reuse_port)
    except OSError as error:
        raise BrokenSettings([f"GATEWAY_PORT: {host}:{port} can't be listened on ({error.strerror})."]) from None


def _adopted(descriptor: str) -> socket.socket:
    try:
        return socket.socket(fileno=int(descriptor))
    except (ValueError, OSError) as error:
        raise BrokenSettings([f"{HANDED}: {descriptor} is no listening socket ({error})."]) from None
