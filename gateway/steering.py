"""Two gateways that listen on one port: the one that stops first sends new connections to the other's socket.

Without that, whoever is in the queue of a socket that closes, or half way into it, is reset (Linux, `SO_REUSEPORT`).
"""

import ctypes
import os
import socket
import struct
import sys
from pathlib import Path

_ATTACH, _DETACH = 51, 68
"`SO_ATTACH_REUSEPORT_CBPF` and `SO_DETACH_REUSEPORT_BPF` of <asm-generic/socket.h>, which Python has no names for."
_RETURN = 0x06
_LISTENS = "0A"


class Neighbours:
    """The other sockets that listen where ours does; those of now were there before it."""

    def __init__(self, accepting: socket.socket) -> None:
        self._accepting = accepting
        self._older = _others(accepting)
        # What the last one to leave has said no longer holds: this one takes its part.
        _tell(accepting, _DETACH, 0)

    def leave(self) -> None:
        """Have the kernel send new connections to the one other socket; does nothing where there are none or several.

        The kernel numbers the sockets as they come. The last fills the place of one that goes, so of two the older is the first.
        """
        now = _others(self._accepting)
        if len(now) != 1:
            return
        place = 0 if now & self._older else 1
        code = ctypes.create_string_buffer(struct.pack("HBBI", _RETURN, 0, 0, place))
        _tell(self._accepting, _ATTACH, struct.pack("HP", 1, ctypes.addressof(code)))


def _others(accepting: socket.socket) -> set[str]:
    """Return their inodes."""
    try:
        table = Path("/proc/net/tcp6" if accepting.family == socket.AF_INET6 else "/proc/net/tcp").read_text()
        ours = str(os.fstat(accepting.fileno()).st_ino)
    except OSError:
        return set()
    rows = [line.split() for line in table.splitlines()[1:]]
    addresses = {row[9]: row[1] for row in rows if row[3] == _LISTENS}
    return {inode for inode, address in addresses.items() if address == addresses.get(ours) and inode != ours}


def _tell(accepting: socket.socket, option: int, value: int | bytes) -> None:
    if sys.platform != "linux":
        return
    try:
        accepting.setsockopt(socket.SOL_SOCKET, option, value)
    except OSError:
        return  # Nothing was said before, or this kernel knows no such thing: it spreads connections as it did.
