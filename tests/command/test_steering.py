"""Two sockets on one port: the one that is to be closed gets nothing more first, in whatever order they came."""

import socket
import sys
from contextlib import closing

import pytest

from gateway.steering import Neighbours

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux can be told")
_ASKED = 64


def listener(port: int = 0) -> closing[socket.socket]:
    """A socket that listens there beside others."""
    accepting = socket.create_server(("127.0.0.1", port), reuse_port=True, backlog=_ASKED)
    accepting.setblocking(False)
    return closing(accepting)


def spread(*accepting: socket.socket) -> list[int]:
    """Connect to their port, and return how many of the connections came to each."""
    address = accepting[0].getsockname()
    asking = [socket.create_connection(address) for _ in range(_ASKED)]
    found = [taken(one) for one in accepting]
    for one in asking:
        one.close()
    return found


def taken(accepting: socket.socket) -> int:
    """Take all that wait there, and return how many."""
    count = 0
    while True:
        try:
            accepting.accept()[0].close()
        except BlockingIOError:
            return count
        count += 1


@pytest.mark.parametrize("leaves", ["older", "newer"])
def test_who_leaves_gets_nothing_more(leaves: str):
    with listener() as old:
        older = Neighbours(old)
        with listener(old.getsockname()[1]) as new:
            newer = Neighbours(new)
            before = spread(old, new)
            (older if leaves == "older" else newer).leave()
            after = spread(old, new)

    assert min(before) > 0
    assert after == ([0, _ASKED] if leaves == "older" else [_ASKED, 0])


def test_one_after_the_other_leaves():
    """Whoever is left takes all; the next one that comes takes its part at once, and all when it is left."""
    with listener() as first:
        port = first.getsockname()[1]
        leaving = Neighbours(first)
        with listener(port) as second:
            following = Neighbours(second)
            leaving.leave()
            first.close()
            alone = spread(second)
            with listener(port) as third:
                last = Neighbours(third)
                both = spread(second, third)
                following.leave()
                steered = spread(second, third)
                second.close()
                last.leave()
                left = spread(third)

    assert alone == left == [_ASKED]
    assert min(both) > 0
    assert steered == [0, _ASKED]


def test_where_nobody_or_several_listen_nothing_changes():
    with listener() as one:
        first = Neighbours(one)
        first.leave()
        alone = spread(one)
        with listener(one.getsockname()[1]) as two, listener(one.getsockname()[1]) as three:
            first.leave()
            several = spread(one, two, three)

    assert alone == [_ASKED]
    assert min(several) > 0
