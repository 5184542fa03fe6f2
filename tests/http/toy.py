"""A small graph without vendors, so that these tests see nothing but HTTP."""

import asyncio
import hashlib
from dataclasses import dataclass, field
from typing import Annotated

import strawberry
from starlette.datastructures import UploadFile
from strawberry.file_uploads import Upload
from strawberry.scalars import JSON

from gateway.process import Process, assemble
from gateway.reading import read_settings
from gateway.registry import Entry
from loaders.upstream.settings import VendorSettings
from loaders.upstream.vendor import Vendor
from schema.subgraph import Subgraph

SECRET = "a-secret-of-the-inside"


class ToyVendor(Vendor):
    """Never configured."""

    name = "toy"
    Settings = VendorSettings


@dataclass
class Toy:
    """What the graph's fields did, for the test to see."""

    started: asyncio.Event = field(default_factory=asyncio.Event)
    cancelled: asyncio.Event = field(default_factory=asyncio.Event)
    release: asyncio.Event = field(default_factory=asyncio.Event)
    written: asyncio.Event = field(default_factory=asyncio.Event)
    writes: int = 0
    waiting: int = 0
    received: list[UploadFile] = field(default_factory=list)

    def subgraph(self) -> Subgraph:
        """Make the graph's part whose fields act on this object."""
        return Subgraph("toy", "A vendor of the tests.", query=self._query(), mutation=self._mutation())

    async def wait(self) -> str:
        """Wait to be released, or cancelled."""
        self.started.set()
        self.waiting += 1
        try:
            await self.release.wait()
        except asyncio.CancelledError:
            self.cancelled.set()
            raise
        finally:
            self.waiting -= 1
        return "released"

    async def write(self) -> str:
        """Write once, shielded from a client that goes away, as every vendor's write is."""
        return await asyncio.shield(self._writing())

    async def _writing(self) -> str:
        self.started.set()
        await self.release.wait()
        self.writes += 1
        self.written.set()
        return "written"

    def _query(self) -> type:
        def _greeting(name: str | None = None) -> str:
            return f"hello {name}"

        def _numbers(given: JSON) -> JSON:
            return given

        def _broken() -> str:
            raise ValueError(SECRET)

        @strawberry.type
        class Query:
            greeting: str = strawberry.field(resolver=_greeting)
            numbers: JSON = strawberry.field(resolver=_numbers)
            broken: str | None = strawberry.field(resolver=_broken)
            fragile: str = strawberry.field(resolver=_broken)
            wait: str = strawberry.field(resolver=self.wait)

        return Query

    def _mutation(self) -> type:
        async def _upload(file: Upload, note: str | None = None) -> str:
            return await self._digest(file, note)  # type: ignore[arg-type]  # Upload is UploadFile behind the scalar

        async def _upload_all(files: Annotated[list[Upload], strawberry.argument()]) -> list[str]:
            return [await self._digest(file, None) for file in files]  # type: ignore[arg-type]  # as above

        @strawberry.type
        class Mutation:
            upload: str = strawberry.field(resolver=_upload)
            upload_all: list[str] = strawberry.field(resolver=_upload_all)
            write: str = strawberry.field(resolver=self.write)

        return Mutation

    async def _digest(self, file: UploadFile, note: str | None) -> str:
        digest = hashlib.sha256()
        while chunk := await file.read(65536):
            digest.update(chunk)
        return f"{file.filename} {file.content_type} {digest.hexdigest()} {note}"


def toy_process(toy: Toy, **settings: str) -> Process:
    """Assemble a process over the toy; settings by their names without the prefix."""
    given = {"GATEWAY_AUTH": "none", **{f"GATEWAY_{name}": value for name, value in settings.items()}}
    vendors = [Entry("toy", ToyVendor, toy.subgraph())]
    return assemble(read_settings(given, vendors), vendors)
