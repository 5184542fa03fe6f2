"""Marked values by every path there is besides a plain POST; each returns the errors that came back."""

import json
from collections.abc import Sequence
from typing import Any

import httpx

from tests.access.front import Front
from tests.live.served import Served

Errors = list[dict[str, Any]]
UPLOAD = (
    "mutation ($lead: ID!, $files: [Upload!]!) "
    "{ uploadLeadDocuments(input: {lead: $lead, kind: CONTRACTS, documents: $files}) { userErrors { code message } } }"
)


async def trusted(front: Front, key: str, text: str, document_id: str, marks: Sequence[str]) -> Errors:
    """Ask for a document of the manifest with made-up names, ids and variables."""
    sent: list[tuple[str | None, dict[str, Any]]] = [
        one
        for mark in marks
        for one in (
            (text, {"operationName": f"{mark}\n{{}}"}),
            (None, {"documentId": document_id, "operationName": mark}),
            (None, {"documentId": document_id, "variables": {"by": {"email": mark}}}),
            (None, {"documentId": f"{document_id}{mark}"}),
            (None, {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": mark}}}),
        )
    ]
    return _errors([await front.ask(query, key, **more) for query, more in sent])


async def multipart(front: Front, key: str, marks: Sequence[str]) -> Errors:
    """Send files, places and contents with such names, whole and broken."""
    headers = {"x-api-key": key, "graphql-require-preflight": "1"}
    answers = []
    for mark in marks:
        operations = json.dumps({"query": UPLOAD, "variables": {"lead": mark, "files": [None]}, "operationName": None})
        file = {"0": (f"{mark}.pdf", f"%PDF-1.7 {mark}".encode(), f"application/pdf; name={mark}")}
        forms: list[tuple[dict[str, str], dict[str, Any]]] = [
            ({"operations": operations, "map": '{"0": ["variables.files.0"]}'}, file),
            ({"operations": operations, "map": json.dumps({"0": [f"variables.{mark}"]})}, file),
            ({"operations": operations, "map": json.dumps({mark: ["variables.files.0"]})}, {mark: file["0"]}),
            ({"operations": f"{{{mark}", "map": mark}, file),
            ({mark: mark}, {mark: file["0"]}),
        ]
        answers += [await front.http.post("/graphql", data=data, files=files, headers=headers) for data, files in forms]
    return _errors(answers)


async def live(front: Front, key: str, marks: Sequence[str]) -> Errors:
    """Ask over a WebSocket and by events: with marked ids, names, variables, types, credentials."""
    served, found = Served(front.port, front.http, front.process, front.clock), list[dict[str, Any]]()
    for mark in marks:
        async with served.wire({"x-api-key": key}, payload={"who": mark}) as wire:
            for query, more in (
                (f'{{ customer(by: {{email: "{mark}"}}) {{ id }} }}', {}),
                ("query Q { __typename }", {"operationName": mark}),
                ("query Q($by: CustomerKey!) { customer(by: $by) { id } }", {"variables": {"by": {"phone": mark}}}),
                (f'subscription {{ customerChanged(by: {{externalId: "{mark} "}}) {{ idd }} }}', {}),
            ):
                found += (await wire.ask(query, f"id {mark}", **more)).get("errors", [])
            await wire.say(mark, id=mark)
            found.append({"message": (await wire.closed())[1], "extensions": {}})
        async with served.wire(init=False) as wire:
            await wire.say("connection_init", payload={"Authorization": f"Bearer cg_{mark}"})
            found.append({"message": (await wire.closed())[1], "extensions": {}})
        asked = f'subscription {{ customerChanged(by: {{email: "{mark} "}}) {{ id }} }}'
        async with served.events(asked, {"x-api-key": key}, operationName=mark) as events:
            found += ((await events.next())[1] or {}).get("errors", [])
    return found


async def webhooks(front: Front, key: str, marks: Sequence[str]) -> Errors:
    """Tell of changes of people that nobody knows, and send what is no word of a change. Campaigns' ids may be in tags."""
    answers = []
    for mark in marks:
        bodies: list[object] = [
            *({"customer": {name: mark}} for name in ("id", "email", "phone", "externalId", "loyaltyCardNumber", mark)),
            *({"campaign": f"{mark} @"}, {mark: mark}, mark, [mark], {"key": f"cg_{mark}", "everything": True}),
        ]
        sent = [(f"/webhooks/{vendor}", body) for vendor in ("tracksale", "carecloud", mark) for body in bodies]
        headers = {"x-api-key": key, "x-request-id": mark}
        answers += [await front.http.post(path, json=body, headers=headers) for path, body in sent]
        answers.append(await front.http.post("/webhooks/tracksale", data={"key": mark, "email": mark}))
    return _errors(answers)


async def elsewhere(front: Front, key: str, marks: Sequence[str]) -> Errors:
    """Send them in headers and in other paths."""
    answers = []
    for mark in marks:
        places = ("/graphql/", f"/media/{mark}/campaign/1/photo", f"/media/open-loyalty/{mark}/1/photo", f"/metrics/{mark}")
        headers = {"x-api-key": key, "x-request-id": mark, "traceparent": mark}
        answers += [await front.http.get(path, headers=headers) for path in places]
        answers.append(
            await front.ask("{ __typename }", key, headers={"x-request-id": key, "origin": f"https://{mark}.example"})
        )
        answers.append(await front.http.get("/metrics", headers={"authorization": f"Bearer {mark}"}))
        answers.append(await front.http.get(f"/readyz?{mark}", headers={"x-api-key": mark, "user-agent": mark}))
    return _errors(answers)


def _errors(answers: Sequence[httpx.Response]) -> Errors:
    return [error for answer in answers if answer.content for error in answer.json().get("errors", [])]
