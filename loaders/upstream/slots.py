"""How many calls to a vendor may be under way at once, and who waits for one to end."""

import asyncio


class Slots:
    """Whoever calls the vendor holds one; `taken` and `waiting` are of this moment."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.taken = 0
        self.waiting = 0
        self._free = asyncio.Semaphore(size)

    async def __aenter__(self) -> None:
        self.waiting += 1
        try:
            await self._free.acquire()
        finally:
            self.waiting -= 1
        self.taken += 1

    async def __aexit__(self, *_: object) -> None:
        self.taken -= 1
        self._free.release()
