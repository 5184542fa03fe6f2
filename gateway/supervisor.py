"""Several processes that serve one socket: one that ends is replaced, and all are replaced on SIGHUP without a gap."""

import asyncio
import os
import signal
import socket
import sys
from asyncio.subprocess import Process
from collections.abc import Callable, Mapping
from shutil import rmtree
from tempfile import mkdtemp

import structlog
from prometheus_client.multiprocess import mark_process_dead

from gateway.listening import HANDED
from gateway.observe.metrics import SHARED_FOLDER
from gateway.worker import LIFELINE

_STARTS_WITHIN_S = 60.0
_ENDS_WITHIN_S = 10.0
_AGAIN_S = 1.0

log = structlog.get_logger("gateway.supervisor")


class Stillborn(Exception):
    """A worker ended before it served; `code` is its exit code."""

    def __init__(self, code: int) -> None:
        super().__init__(f"a worker ended with {code} before it served")
        self.code = code


class Worker:
    """A process that serves, and the line that it hangs on: when this process goes, even killed, it stops too."""

    def __init__(self, process: Process, lifeline: socket.socket) -> None:
        self.process = process
        self._lifeline = lifeline

    async def ended(self) -> int:
        """Wait for its end and return its exit code."""
        return await self.process.wait()

    async def stop(self) -> None:
        """Tell it to finish, and wait until it has."""
        if self.process.returncode is None:
            self.process.terminate()
        await self.process.wait()
        self._lifeline.close()


class Supervisor:
    """Keeps `count` workers. It holds the socket until it is told to stop, so a connection waits when none of them accepts."""

    def __init__(
        self, accepting: socket.socket, count: int, environment: Mapping[str, str], leaving: Callable[[], None] | None
    ) -> None:
        self._accepting = accepting
        self._leaving = leaving
        self._count = count
        self._environment = dict(environment)
        self._stopping = asyncio.Event()
        self._renewals = [asyncio.Event() for _ in range(count)]

    async def run(self) -> int:
        """Serve until SIGTERM or SIGINT; returns the exit code, a worker's own where none could begin."""
        loop = asyncio.get_running_loop()
        for one in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(one, self._stop)
        loop.add_signal_handler(signal.SIGHUP, self._renew)
        folder = mkdtemp(prefix="gateway-metrics-")
        self._environment[SHARED_FOLDER] = folder
        code = 0
        try:
            async with asyncio.TaskGroup() as group:
                for renewal in self._renewals:
                    group.create_task(self._keep(renewal))
        except* Stillborn as failed:
            code = max([1, *(error.code for error in failed.exceptions if isinstance(error, Stillborn))])
        finally:
            rmtree(folder, ignore_errors=True)
        return code

    def _stop(self) -> None:
        """Begin to stop. From now on only workers hold the socket: behind the last that accepts nobody waits in vain."""
        if self._stopping.is_set():
            return
        self._stopping.set()
        if self._leaving is not None:
            self._leaving()
        self._accepting.close()

    def _renew(self) -> None:
        for renewal in self._renewals:
            renewal.set()

    async def _keep(self, renewal: asyncio.Event) -> None:
        """Keep one worker: the next one serves before one that is to be renewed is stopped."""
        if self._stopping.is_set():
            return
        worker = await self._started()
        try:
            while not self._stopping.is_set():
                await self._until_any(worker.ended(), renewal.wait(), self._stopping.wait())
                if self._stopping.is_set():
                    break
                renewal.clear()
                worker = await self._replaced(worker)
        finally:
            await asyncio.shield(self._stopped(worker))

    async def _replaced(self, worker: Worker) -> Worker:
        """Return its successor; the worker itself where none can be started and it lives."""
        try:
            following = await self._started()
        except Stillborn as failed:
            log.error("worker_not_started", code=failed.code)
            if worker.process.returncode is not None:
                await self._until_any(asyncio.sleep(_AGAIN_S), self._stopping.wait())
            return worker
        await self._stopped(worker)
        return following

    async def _started(self) -> Worker:
        """Start a process and wait until it serves; raises Stillborn."""
        ours, theirs = socket.socketpair()
        ours.setblocking(False)
        handed = {HANDED: str(self._accepting.fileno()), LIFELINE: str(theirs.fileno())}
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "gateway.worker",
            env={**self._environment, **handed},
            pass_fds=(self._accepting.fileno(), theirs.fileno()),
        )
        theirs.close()
        worker = Worker(process, ours)
        try:
            async with asyncio.timeout(_STARTS_WITHIN_S):
                serves = await asyncio.get_running_loop().sock_recv(ours, 1)
        except (TimeoutError, OSError):
            serves = b""
        except asyncio.CancelledError:
            await asyncio.shield(self._stopped(worker))
            raise
        if serves:
            return worker
        # Most have let go of their line and are ending: on a busy machine that takes a while, and the code says why.
        await self._until_any(worker.ended(), asyncio.sleep(_ENDS_WITHIN_S))
        await self._stopped(worker)
        raise Stillborn(await worker.ended())

    async def _stopped(self, worker: Worker) -> None:
        await worker.stop()
        mark_process_dead(worker.process.pid, self._environment[SHARED_FOLDER])  # type: ignore[no-untyped-call]  # untyped there

    @staticmethod
    async def _until_any(*awaited: object) -> None:
        """Wait for the first of them, and drop the others."""
        tasks = [asyncio.ensure_future(one) for one in awaited]  # type: ignore[call-overload]  # coroutines of any result
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()


def supervised(accepting: socket.socket, count: int, leaving: Callable[[], None] | None = None) -> int:
    """Run the supervisor; returns the exit code. `leaving` is called as it begins to stop."""
    with asyncio.Runner() as runner:
        return runner.run(Supervisor(accepting, count, os.environ, leaving).run())
