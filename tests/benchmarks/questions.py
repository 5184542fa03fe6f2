"""What is asked: the README's query for one person, and for a hundred at once."""

import json
import re
from collections.abc import Iterable

from loaders.sandbox.people import VENDORS, people
from tests.benchmarks.connection import post
from tests.benchmarks.processes import ROOT

_QUERY = re.compile(r"<!-- query -->\n```graphql\n(.*?)```", re.DOTALL)
_ROOT = "query Customer360($email: String!) {\n  customer(by: {email: $email}) {"
_ROOT_OF_MANY = "query Customers360($by: [CustomerKey!]!) {\n  customers(by: $by) {"


def emails(population: int) -> list[str]:
    """Those whom all five vendors know, and who share no phone with anybody."""
    known = [person for person in people(population) if person.known_to == frozenset(VENDORS)]
    phones = [person.phone for person in known]
    return [person.email for person in known if phones.count(person.phone) == 1]


def of_one(email: str) -> bytes:
    """The request for one person."""
    return _request(readme_query(), {"email": email})


def of_many(chosen: Iterable[str]) -> bytes:
    """The same for many people in one request."""
    return _request(readme_query().replace(_ROOT, _ROOT_OF_MANY), {"by": [{"email": email} for email in chosen]})


def readme_query() -> str:
    """The query that the README begins with."""
    found = _QUERY.search((ROOT / "README.md").read_text(encoding="utf-8"))
    if found is None or _ROOT not in found[1]:
        raise ValueError("README.md: expected the query behind `<!-- query -->`, beginning with customer(by: {email: $email})")
    return found[1]


def _request(query: str, variables: object) -> bytes:
    return post("/graphql", json.dumps({"query": query, "variables": variables}).encode())
