"""A thousand broken WebSocket messages: each is read, or refused by the protocol, and none is an error of ours."""

import contextlib

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gateway.http.live.messages import Closing, read

MOST = 2_000
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63) | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=10,
)
TYPES = st.sampled_from(["connection_init", "subscribe", "ping", "pong", "complete", "next", ""])
MESSAGES = st.fixed_dictionaries(
    {}, optional={"type": TYPES | JSON, "id": st.text(max_size=300) | JSON, "payload": st.dictionaries(st.text(), JSON) | JSON}
)
TEXTS = (
    st.text(max_size=100)
    | MESSAGES.map(lambda held: orjson.dumps(held).decode())
    | st.sampled_from(["[" * 1_500, "\ud800", ""])
)


@settings(max_examples=1_000, deadline=None, suppress_health_check=list(HealthCheck))
@given(TEXTS)
def test_a_message_is_read_or_refused(text: str):
    """Whoever sends it hasn't said who they are yet, so it must cost nothing but the connection."""
    with contextlib.suppress(Closing):
        message = read(text, MOST)
        assert message.type in {"connection_init", "subscribe", "ping", "pong", "complete"}
        assert message.payload is None or isinstance(message.payload, dict)


@pytest.mark.parametrize(
    "text", ['{"type":[]}', '{"type":{}}', '{"type":"ping","type":"pong"}', '{"type":"subscribe","id":""}']
)
def test_what_is_refused_says_why(text: str):
    """By the protocol's code for a bad message."""
    with pytest.raises(Closing) as caught:
        read(text, MOST)

    assert caught.value.code == 4400
