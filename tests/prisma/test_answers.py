"""Answers in every shape that is documented or seen are read, and everything else is refused."""

import msgspec
import pytest

from loaders.prisma.reads import Wanted
from loaders.prisma.records.step import RedirectStep
from loaders.upstream.errors import AuthFailed, Malformed, OutcomeUnknown, Rejected
from tests.prisma.conftest import TYPES, Dial, Script, wire

FORMATS = pytest.mark.parametrize("format_", ["edn", "json"])
VISIT = "882252f3-fe70-4402-9195-639d8037f339"

ROW = {"campaign-id": 17592186045418, "title": "Go gold", "category": "Loyalty", "start-date": "2026-03-01", "end-date": None}


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ([ROW], [("17592186045418", "Go gold", "Loyalty")]),
        ({"campaigns": [ROW]}, [("17592186045418", "Go gold", "Loyalty")]),
        ({"campaigns": None}, []),
        ({"campaigns": []}, []),
        (None, []),
        ([{"campaign": 1, "name": "A", "title": "B"}], [("1", "A", None)]),
        ([{"id": "x", "campaign": 1, "category": {"id": 1}}], [("x", None, None)]),
    ],
)
async def test_answers_of_active_in_any_shape(
    scripted: Dial, script: Script, answer: object, expected: list[tuple[str, str | None, str | None]]
) -> None:
    """A list or a map around one; what is recognised has our names, and all that came stays in the details."""
    prisma = scripted(format="json")
    _let_in(script)
    script.answer("/active", msgspec.json.encode(answer), TYPES["json"])
    found = await prisma.vendor.reads.campaigns.load(Wanted("5114932"))
    assert [(campaign.id, campaign.name, campaign.category) for campaign in found] == expected
    rows = answer["campaigns"] if isinstance(answer, dict) else answer
    assert [campaign.details for campaign in found] == (rows or [])


@pytest.mark.parametrize("answer", [{"error": "none"}, [1], "campaigns", [{"name": "nameless"}], {"campaigns": {"id": 1}}])
async def test_answers_of_active_that_are_none(scripted: Dial, script: Script, answer: object) -> None:
    prisma = scripted(format="json")
    _let_in(script)
    script.answer("/active", msgspec.json.encode(answer), TYPES["json"])
    with pytest.raises(Malformed):
        await prisma.vendor.reads.campaigns.load(Wanted("5114932"))


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/edn", b'[{:id "1"}]'),
        ("application/edn; charset=utf-8", b'[{:id "1"}]'),
        ("application/json", b'[{"id": "1"}]'),
        ("application/json;charset=utf-8", b'[{"id": "1"}]'),
        ("", b'[{"id": "1"}]'),
        ("", b'[{:id "1"}]'),
        ("text/plain", b'[{:id "1"}]'),
    ],
)
@FORMATS
async def test_an_answer_is_what_its_content_type_says(
    scripted: Dial, script: Script, format_: str, content_type: str, body: bytes
) -> None:
    """Whatever we spoke; without a type it is JSON or EDN, whichever it turns out to be."""
    prisma = scripted(format=format_)
    _let_in(script)
    script.answer("/active", body, content_type)
    assert [campaign.id for campaign in await prisma.vendor.reads.campaigns.load(Wanted("5114932"))] == ["1"]


@pytest.mark.parametrize(
    "body", [b"[" * 100_000, b'{:a "\xff"}', b"<html>", b"{:a 1 :a 2}", b'[{:id "1"}] [{:id "2"}]', b"\x00"]
)
@pytest.mark.parametrize("content_type", ["application/edn", "application/json", ""])
async def test_hostile_answers_are_malformed(scripted: Dial, script: Script, content_type: str, body: bytes) -> None:
    prisma = scripted()
    _let_in(script)
    script.answer("/active", body, content_type)
    with pytest.raises(Malformed) as caught:
        await prisma.vendor.reads.campaigns.load(Wanted("5114932"))
    assert caught.value.path == "$"


async def test_bodies_that_are_not_described_are_not_read(scripted: Dial, script: Script) -> None:
    """Docs: Prisma, "Activity", "Customers": success has no body that is described, so any will do."""
    prisma = scripted()
    script.answer("/action", b"<html>", "text/html")
    script.answer("/api/customers/", b"OK", "application/json")
    await prisma.vendor.writes.record(VISIT, "action", "button", [])
    await prisma.vendor.writes.upsert("12345", {})


@pytest.mark.parametrize("answer", [{"type": "dance", "config": {}}, {"type": "redirect", "config": {}}, [], {"config": {}}])
async def test_steps_that_are_none(scripted: Dial, script: Script, answer: object) -> None:
    """The person may have advanced, so the outcome is unknown."""
    prisma = scripted(format="json")
    script.answer("/advance-funnel", msgspec.json.encode(answer), TYPES["json"])
    with pytest.raises(OutcomeUnknown) as caught:
        await prisma.vendor.writes.advance(VISIT, "1", "token", None)
    assert isinstance(caught.value.__cause__, Malformed)


async def test_the_vendors_own_spelling_of_new_window_is_read_in_steps_too(scripted: Dial, script: Script) -> None:
    prisma = scripted(format="json")
    body = msgspec.json.encode({"type": "redirect", "config": {"url": "/x", "new-widow": True, "parameters": None}})
    script.answer("/advance-funnel", body, TYPES["json"])
    assert await prisma.vendor.writes.advance(VISIT, "1", "token", None) == RedirectStep(url="/x", new_window=True)


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (400, b'{:error "trail-id: no such visit"}', None),
        (200, b"[]", None),
        (404, b'{:error "app-token: the application token is invalid"}', "app token"),
        (404, b"<html>", "app token"),
    ],
)
async def test_ping_asks_for_nothing_that_counts(
    scripted: Dial, script: Script, status: int, body: bytes, error: str | None
) -> None:
    """Active campaigns without a visit: refused by a server that knows our token, and nobody is visited."""
    prisma = scripted()
    script.answer("/active", body, TYPES["edn"], status=status)
    if error is None:
        await prisma.vendor.ping()
    else:
        with pytest.raises(AuthFailed, match=error):
            await prisma.vendor.ping()
    assert prisma.calls() == ["POST /api/campaigns/active"]


async def test_a_404_of_an_event_has_three_meanings(scripted: Dial, script: Script) -> None:
    """Docs: Prisma, "Business Events": the application, the event or a fitting campaign may be missing; we don't guess which."""
    prisma = scripted()
    script.answer("/business-event", b"", "", status=404)
    with pytest.raises(Rejected) as caught:
        await prisma.vendor.writes.trigger("x", "1", None, restart=None)
    assert [refusal.code for refusal in caught.value.refusals] == ["NO_CAMPAIGN"]


async def test_an_upsert_with_a_wrong_application_is_our_fault(scripted: Dial, script: Script) -> None:
    """Docs: Prisma, "Customers": 404 says that the token is none of an application with the REST platform."""
    prisma = scripted()
    script.answer("/api/customers/", b"", "", status=404)
    with pytest.raises(AuthFailed):
        await prisma.vendor.writes.upsert("12345", {})


def _let_in(script: Script) -> None:
    script.answer("/traces/trace", wire("trace.answer", "json"), TYPES["json"])
    script.answer("/trail", wire("visit.answer", "json"), TYPES["json"])
