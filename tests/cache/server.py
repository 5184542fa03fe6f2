"""A real Redis or Valkey server of the test's own."""

import asyncio
import shutil
import socket
from contextlib import suppress
from pathlib import Path


class Server:
    """Starts and stops one server on a free port of 127.0.0.1; with a folder it keeps its data over a restart."""

    def __init__(self, folder: Path, *, is_durable: bool = False) -> None:
        self._folder = folder
        self._is_durable = is_durable
        self._process: asyncio.subprocess.Process | None = None
        self.port = _free_port()

    @property
    def url(self) -> str:
        """What `GATEWAY_CACHE_URL` says."""
        return f"redis://127.0.0.1:{self.port}/0"

    async def start(self) -> None:
        """Start, and return once it answers."""
        program = shutil.which("redis-server") or shutil.which("valkey-server")
        assert program is not None, "these tests need redis-server or valkey-server: apt-get install redis-server"
        durable = ["--appendonly", "yes", "--appendfsync", "always"] if self._is_durable else ["--appendonly", "no"]
        self._process = await asyncio.create_subprocess_exec(
            program,
            *("--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", str(self._folder), *durable),
            stdout=asyncio.subprocess.DEVNULL,
        )
        async with asyncio.timeout(10):
            while not await self._answers():  # noqa: ASYNC110  # another process tells by answering alone
                await asyncio.sleep(0.02)

    async def kill(self) -> None:
        """Kill it as a crash does."""
        if self._process is not None:
            self._process.kill()
            await self._process.wait()
            self._process = None

    async def _answers(self) -> bool:
        with suppress(OSError):
            reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
            writer.write(b"PING\r\n")
            line = await reader.readline()
            writer.close()
            return line.startswith(b"+PONG")
        return False


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port: int = listening.getsockname()[1]
        return port
