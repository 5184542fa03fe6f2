"""What is read off a process rather than counted: circuits, budgets, pools, the cache."""

import asyncio

from gateway.observe.metrics import Metrics
from gateway.process import Process
from loaders.upstream.breaker import State

_EVERY_S = 1.0


def refresh(metrics: Metrics, process: Process, *, is_stopping: bool = False) -> None:
    """Set the gauges to how the process is now. Asks no vendor."""
    for name, vendor in process.vendors.items():
        client = vendor.client
        for state in State:
            metrics.circuits.labels(name, state.value).set(client.breaker.state is state)
        if client.budget.left is not None:
            metrics.budget.labels(name).set(client.budget.left)
        metrics.slots.labels(name).set(client.slots.size)
        metrics.taken.labels(name).set(client.slots.taken)
        metrics.waiting.labels(name).set(client.slots.waiting)
    memory, shared = process.cache.memory, process.cache.shared
    metrics.entries.set(0 if memory is None else len(memory))
    metrics.bytes.set(0 if memory is None else memory.bytes)
    metrics.shared.set(shared is not None and shared.is_up)
    metrics.stopping.set(is_stopping)


async def keep_fresh(metrics: Metrics, process: Process) -> None:
    """Refresh them every second: where several processes serve, another one may be asked for this one's."""
    while True:
        refresh(metrics, process)
        await asyncio.sleep(_EVERY_S)
