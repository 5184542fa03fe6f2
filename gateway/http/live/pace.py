"""How long live connections wait, and how much one may have under way."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pace:
    """Times in seconds."""

    init_s: float = 10.0
    "For a WebSocket's client to say who it is."
    check_s: float = 5.0
    "Between two looks at whether credentials still hold; they are looked at before each answer of a subscription too."
    beat_s: float = 15.0
    "Between two signs of life to a client that is told nothing, so that no proxy takes the stream for dead."
    send_s: float = 30.0
    "For a client to take what it is sent; what comes meanwhile is put together, and a slower client is let go."
    operations: int = 50
    "Under way at once over one WebSocket."
