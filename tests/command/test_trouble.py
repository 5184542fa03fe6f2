"""Trouble switched on from outside: a `gateway sandbox` that runs as a process, and what its vendors' callers meet."""

import asyncio
import re
import shlex
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
import pytest_asyncio

from gateway.registry import VENDORS
from gateway.sandbox.faults import Fault
from gateway.sandbox.town import free_port
from tests.command.test_commands import ROOT, bare, run

LOGIN = "/api/admin/login_check"
WELL = {"fault": None, "latency_s": 0.0, "slow_s": 30.0, "times": None, "only": None}


@dataclass(frozen=True, slots=True)
class Vendors:
    """The process's stand-ins, each by its vendor's name; `open_loyalty` is the one put in trouble here."""

    by_name: dict[str, httpx.AsyncClient]
    hint: str
    "The line that says how."

    @property
    def shop(self) -> httpx.AsyncClient:
        """Open Loyalty."""
        return self.by_name["open_loyalty"]

    async def switch(self, method: str, **orders: object) -> Any:
        """Ask the shop's switch, and return what it says."""
        answer = await self.shop.request(method, "/_sandbox", json=orders)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def log_in(self, timeout_s: float = 30) -> httpx.Response:
        """Make one call that is counted, on a connection of its own."""
        form = {"_username": "admin", "_password": "open"}
        async with httpx.AsyncClient(base_url=self.shop.base_url, trust_env=False, timeout=timeout_s) as http:
            return await http.post(LOGIN, json=form)


@asynccontextmanager
async def started(command: str, **settings: str) -> AsyncIterator[Vendors]:
    """Run a command that serves stand-ins, as an operator starts it."""
    running = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "gateway", command, cwd=ROOT, env=bare(settings), stdout=asyncio.subprocess.PIPE
    )
    assert running.stdout is not None
    try:
        async with asyncio.timeout(60):
            while "Put a vendor in trouble" not in (hint := (await running.stdout.readline()).decode()):
                assert hint, "it ended"
        async with AsyncExitStack() as stack:
            bases = {name: f"http://127.0.0.1:{port}" for name, port in re.findall(r"(\w+) (\d+)[,)]", hint)}
            clients = {name: httpx.AsyncClient(base_url=base, trust_env=False, timeout=30) for name, base in bases.items()}
            for client in clients.values():
                await stack.enter_async_context(client)
            yield Vendors(clients, hint)
    finally:
        running.terminate()
        await running.wait()


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def process() -> AsyncIterator[Vendors]:
    """`gateway sandbox`, for all tests here."""
    async with started("sandbox") as vendors:
        yield vendors


@pytest_asyncio.fixture(loop_scope="session")
async def vendors(process: Vendors) -> Vendors:
    """Those, the shop well and counting from zero."""
    assert await process.switch("DELETE") == {"calls": {}, "trouble": WELL}
    return process


async def _met(vendors: Vendors, fault: str) -> bool:
    """Tell whether a login meets the fault of that name, and nothing else."""
    loop = asyncio.get_running_loop()
    begun = loop.time()
    try:
        answer = await vendors.log_in(timeout_s=1 if fault == "hang" else 30)
    except httpx.ReadTimeout:
        return fault == "hang"
    except (httpx.RemoteProtocolError, httpx.ReadError) as error:
        is_cut = "complete message body" in str(error)
        return fault == ("half body" if is_cut else "closed")
    if fault == "slow":
        return answer.status_code == 200 and loop.time() - begun >= 0.2
    if fault == "garbage":
        return answer.status_code == 200 and "<garbage>" in answer.text
    if fault == "429":
        return answer.status_code == 429 and answer.headers["retry-after"] == "30"
    if fault == "405":
        return answer.status_code == 405 and "CAPTCHA" in answer.text
    return answer.status_code == int(fault)


@pytest.mark.parametrize("fault", [fault.value for fault in Fault])
async def test_every_fault_is_switched_on_by_its_name(vendors: Vendors, fault: str):
    """For as many calls as were wished for; told while it lasts, and only the vendor's own calls are counted."""
    told = await vendors.switch("PUT", fault=fault.replace(" ", "_"), times=2, slow_s=0.2)
    first = await _met(vendors, fault)
    between = await vendors.switch("GET")
    second = await _met(vendors, fault)
    after = await vendors.log_in()

    assert told == {"calls": {}, "trouble": {**WELL, "fault": fault, "times": 2, "slow_s": 0.2}}
    assert (first, second) == (True, True)
    assert between == {"calls": {f"POST {LOGIN}": 1}, "trouble": {**WELL, "fault": fault, "times": 1, "slow_s": 0.2}}
    assert after.json()["token"]
    assert (await vendors.switch("GET"))["calls"] == {f"POST {LOGIN}": 3}


async def test_trouble_ends_when_it_is_told_to_and_the_data_stays(vendors: Vendors):
    """Counts begin anew; a token given before is still known."""
    token = (await vendors.log_in()).json()["token"]
    await vendors.switch("PUT", fault="500")
    while_down = await vendors.log_in()

    ended = await vendors.switch("DELETE")
    customers = await vendors.shop.get("/api/customer", headers={"authorization": f"Bearer {token}"})

    assert while_down.status_code == 500
    assert ended == {"calls": {}, "trouble": WELL}
    assert customers.status_code == 200
    assert (await vendors.switch("GET"))["calls"] == {"GET /api/customer": 1}


async def test_latency_comes_before_a_good_answer_and_ends_too(vendors: Vendors):
    """With no fault beside it, for one call."""
    loop = asyncio.get_running_loop()
    await vendors.switch("PUT", latency_s=0.3, times=1)

    begun = loop.time()
    late = await vendors.log_in()
    took_s = loop.time() - begun

    assert late.json()["token"]
    assert took_s >= 0.3
    assert (await vendors.switch("GET"))["trouble"] == WELL


async def test_trouble_may_be_for_some_calls_only(vendors: Vendors):
    """Others pass, and don't use it up. A new wish replaces the whole one before."""
    token = (await vendors.log_in()).json()["token"]
    headers = {"authorization": f"Bearer {token}"}
    told = await vendors.switch("PUT", fault="401", times=1, only="GET /api/cust.*")

    others = await vendors.log_in()
    meant = await vendors.shop.get("/api/customer", headers=headers)
    again = await vendors.shop.get("/api/customer", headers=headers)
    replaced = await vendors.switch("PUT", latency_s=0)

    assert told["trouble"] == {**WELL, "fault": "401", "times": 1, "only": "GET /api/cust.*"}
    assert (others.status_code, meant.status_code, again.status_code) == (200, 401, 200)
    assert replaced["trouble"] == WELL


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (b'{"fault": "tired"}', "tired"),
        (b'{"fault": 500}', "got `int`"),
        (b'{"latency_s": "2"}', "latency_s"),
        (b'{"latency_s": -1}', "latency_s"),
        (b'{"times": 0}', "times"),
        (b'{"times": true}', "times"),
        (b'{"only": "("}', "unterminated"),
        (b'{"delay": 2}', "delay"),
        (b'["500"]', "array"),
        (b"fault=500", "malformed"),
        (b'{"only": "\xff"}', "utf-8"),
        (b"", "truncated"),
    ],
)
async def test_a_wrong_wish_changes_nothing_and_is_told_what_is_allowed(vendors: Vendors, sent: bytes, said: str):
    """400: the mistake, and every name with its values."""
    await vendors.switch("PUT", fault="429")

    refused = await vendors.shop.put("/_sandbox", content=sent)

    assert refused.status_code == 400
    assert said in refused.json()["error"]
    assert refused.json()["allowed"].keys() == WELL.keys()
    assert refused.json()["allowed"]["fault"] == [*(fault.value for fault in Fault), None]
    assert (await vendors.switch("GET"))["trouble"] == {**WELL, "fault": "429"}


async def test_other_methods_are_refused_and_count_as_no_call(vendors: Vendors):
    """405 says which there are."""
    refused = await vendors.shop.post("/_sandbox", json={"fault": "500"})

    assert (refused.status_code, refused.headers["allow"]) == (405, "GET, PUT, DELETE")
    assert await vendors.switch("GET") == {"calls": {}, "trouble": WELL}


@pytest.mark.parametrize("name", VENDORS)
async def test_every_vendor_has_a_switch_of_its_own(vendors: Vendors, name: str):
    """The others stay well."""
    clients = vendors.by_name
    await clients[name].put("/_sandbox", json={"fault": "closed"})
    told = {other: (await client.get("/_sandbox")).json()["trouble"]["fault"] for other, client in clients.items()}
    await clients[name].delete("/_sandbox")

    assert told == {other: "closed" if other == name else None for other in VENDORS}


async def test_the_line_that_is_printed_works(vendors: Vendors):
    """One line, a comment among the settings."""
    assert vendors.hint.startswith("# ")
    assert await _followed(vendors) == "500"


async def test_the_demo_prints_it_too():
    """Its stand-ins have other ports where the usual ones are taken, and the line says which."""
    async with started("demo", GATEWAY_PORT=str(free_port())) as vendors:
        assert await _followed(vendors) == "500"


async def _followed(vendors: Vendors) -> str:
    """Send what the line's `curl` would, to Tracksale's port; returns the fault that it is in then, and ends it."""
    words = shlex.split(vendors.hint.partition(": ")[2].partition(";")[0])
    tracksale = vendors.by_name["tracksale"]
    assert words[:3] == ["curl", "-X", "PUT"]
    assert httpx.URL(words[3]) == tracksale.base_url.join("/_sandbox")
    told = await tracksale.put(words[3], content=words[words.index("-d") + 1])
    await tracksale.delete("/_sandbox")
    return str(told.json()["trouble"]["fault"])


@pytest.mark.parametrize("command", ["sandbox", "demo"])
def test_the_help_says_it(command: str):
    """How to look, to switch on and to switch off, and every fault's name."""
    words = " ".join(run(command, "--help", COLUMNS="200").stdout.split())

    for said in ("curl -X PUT http", "curl -X DELETE http", '"times": 3', *(fault.value for fault in Fault)):
        assert said in words
