"""Files in mutations, by the GraphQL multipart request specification."""

import gc
import hashlib
import json
import os
import tracemalloc
from pathlib import Path
from typing import Any

import httpx
import pytest

from gateway.http.limits import Limits
from gateway.http.uploads import from_multipart
from tests.http.conftest import Served, serve

PREFLIGHTED = {"graphql-require-preflight": "1"}
ONE = "mutation ($file: Upload!, $note: String) { upload(file: $file, note: $note) }"
MANY = "mutation ($files: [Upload!]!) { uploadAll(files: $files) }"
PDF = ("a.pdf", b"%PDF-1.7 hello", "application/pdf")


async def post(served: Served, fields: dict[str, Any], files: dict[str, Any], headers: Any = None) -> httpx.Response:
    """Send a form whose fields are JSON, or text as it is."""
    data = {name: value if isinstance(value, str) else json.dumps(value) for name, value in fields.items()}
    return await served.http.post("/graphql", data=data, files=files, headers=PREFLIGHTED if headers is None else headers)


def opened() -> int:
    """Count this process's open files and sockets."""
    return len(list(Path("/proc/self/fd").iterdir()))


def digest(content: bytes) -> str:
    """What the toy says of a file's content."""
    return hashlib.sha256(content).hexdigest()


async def test_a_file_reaches_the_mutation(served: Served) -> None:
    """With its name and type, beside other variables."""
    operations = {"query": ONE, "variables": {"file": None, "note": "hi"}}
    answer = await post(served, {"operations": operations, "map": {"0": ["variables.file"]}}, {"0": PDF})

    assert answer.json() == {"data": {"upload": f"a.pdf application/pdf {digest(PDF[1])} hi"}}


async def test_files_reach_a_list_and_one_file_several_places(served: Served) -> None:
    """As the specification's own example does."""
    operations = {"query": MANY, "variables": {"files": [None, None, None]}}
    places = {"0": ["variables.files.0"], "b": ["variables.files.1"]}
    two = {"0": PDF, "b": ("b.txt", b"", "text/plain")}
    answer = await post(
        served, {"operations": operations, "map": {**places, "0": ["variables.files.0", "variables.files.2"]}}, two
    )

    assert [line.split()[0] for line in answer.json()["data"]["uploadAll"]] == ["a.pdf", "b.txt", "a.pdf"]


async def test_a_large_file_is_kept_on_disk_and_nothing_stays_open(served: Served) -> None:
    """Its temporary file is closed when the mutation is done."""
    content = os.urandom(1024) * 20_480
    operations = {"query": ONE, "variables": {"file": None}}
    fields = {"operations": operations, "map": {"0": ["variables.file"]}}
    await post(served, fields, {"0": PDF})
    gc.collect()
    before = opened()
    answer = await post(served, fields, {"0": ("big.bin", content, "application/octet-stream")})

    assert digest(content) in answer.json()["data"]["upload"]
    assert opened() <= before


GOOD: dict[str, Any] = {"operations": {"query": ONE, "variables": {"file": None}}, "map": {"0": ["variables.file"]}}


@pytest.mark.parametrize(
    "change",
    [
        {"operations": "{"},
        {"operations": "null"},
        {"operations": [{"query": ONE}]},
        {"map": "{"},
        {"map": []},
        {"map": {}},
        {"map": {"0": "variables.file"}},
        {"map": {"0": []}},
        {"map": {"0": [1]}},
        {"map": {"1": ["variables.file"]}},
        {"map": {"0": ["variables.file"], "1": ["variables.file"]}},
        {"map": {"0": ["query"]}},
        {"map": {"0": ["variables"]}},
        {"map": {"0": ["variables.other"]}},
        {"map": {"0": ["variables.file.0"]}},
        {"map": {"0": ["variables.file", "variables.file.size"]}},
        {"map": {"0": ["0.variables.file"]}},
        {"extra": "field"},
    ],
)
async def test_a_map_that_does_not_fit_is_a_400(served: Served, change: dict[str, Any]) -> None:
    """Only nulls in the variables become files, and every file has its place."""
    answer = await post(served, {**GOOD, **change}, {"0": PDF})

    assert answer.status_code == 400
    assert list(answer.json()) == ["errors"]


@pytest.mark.parametrize("missing", ["operations", "map"])
async def test_a_form_without_its_fields_is_a_400(served: Served, missing: str) -> None:
    """Both are needed, once, as text."""
    fields = {name: value for name, value in GOOD.items() if name != missing}

    assert (await post(served, fields, {"0": PDF})).status_code == 400
    assert (await post(served, fields, {"0": PDF, missing: PDF})).status_code == 400


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("multipart/form-data", b"--x--"),
        ("multipart/form-data; boundary=x", b"nonsense"),
        ("multipart/form-data; boundary=x", b"--x\r\n\r\nno name\r\n--x--\r\n"),
        ("multipart/form-data; boundary=x", b'--x\r\ncontent-disposition: form-data; name="operations"\r\n\r\n{'),
        ("multipart/form-data; boundary=x", b""),
        (f"multipart/form-data; boundary={'x' * 1000}", b"--x"),
    ],
)
async def test_a_broken_form_is_a_400(served: Served, content_type: str, body: bytes) -> None:
    """Never a 500."""
    answer = await served.http.post("/graphql", content=body, headers={"content-type": content_type, **PREFLIGHTED})

    assert answer.status_code == 400
    assert list(answer.json()) == ["errors"]


async def test_a_form_that_another_site_could_have_sent_is_refused(served: Served) -> None:
    """Browsers send forms across sites without asking; a header of one's own they don't."""
    answer = await post(served, GOOD, {"0": PDF}, headers={})

    assert answer.status_code == 403
    assert answer.json()["errors"][0]["extensions"]["code"] == "CROSS_SITE_REQUEST"


async def test_files_over_the_limit_are_a_413() -> None:
    """However the size is known."""
    async with serve(MAX_UPLOAD_BYTES="100000") as served:
        large = await post(served, GOOD, {"0": ("big.bin", b"x" * 200_000, "text/plain")})
        many = await post(served, GOOD, {str(number): PDF for number in range(30)})

    assert large.status_code == 413
    assert many.status_code == 400


async def test_a_file_is_never_whole_in_memory() -> None:
    """100 MB pass through less than 2."""
    head = b'--x\r\ncontent-disposition: form-data; name="operations"\r\n\r\n' + json.dumps(GOOD["operations"]).encode()
    head += b'\r\n--x\r\ncontent-disposition: form-data; name="map"\r\n\r\n' + json.dumps(GOOD["map"]).encode()
    head += b'\r\n--x\r\ncontent-disposition: form-data; name="0"; filename="a"\r\n\r\n'
    chunks = iter([head, *[b"x" * 65_536] * 1600, b"\r\n--x--\r\n"])
    left = 1602

    async def receive() -> dict[str, Any]:
        nonlocal left
        left -= 1
        return {"type": "http.request", "body": next(chunks), "more_body": left > 0}

    headers = {b"content-type": b"multipart/form-data; boundary=x"}
    tracemalloc.start()
    try:
        _, form = await from_multipart(headers, receive, Limits(2**20, 1, 2**30), "id")
        peak = tracemalloc.get_traced_memory()[1]
        await form.close()
    finally:
        tracemalloc.stop()

    assert left == 0
    assert peak < 2_000_000
