"""A JSON body, read as strictly as its fields are documented."""

import json

from starlette.requests import Request

from loaders.carecloud.sandbox.errors import Refused, bad, wrong_content_type


class Body:
    """An object of the request body. Unknown fields are ignored; absent, null and wrongly typed ones are told apart."""

    def __init__(self, fields: dict[str, object]) -> None:
        self.fields = fields

    def given(self, name: str) -> bool:
        """Whether the field is there and not null."""
        return self.fields.get(name) is not None

    def need(self, *names: str) -> None:
        """Refuse the first of these that is absent (`required`) or null or empty text (`empty`)."""
        for name in names:
            if name not in self.fields:
                raise bad(name, "required")
            if self.fields[name] in (None, ""):
                raise bad(name, "empty", self.fields[name])

    def text(self, name: str) -> str:
        """Text; empty if absent or null."""
        value = self.fields.get(name)
        if value is None:
            return ""
        if not isinstance(value, str):
            raise bad(name, "invalid_value_format", value, "text expected")
        return value

    def flag(self, name: str) -> bool:
        """A boolean; false if absent or null."""
        value = self.fields.get(name)
        if value is not None and not isinstance(value, bool):
            raise bad(name, "invalid_value_format", value, "boolean expected")
        return bool(value)

    def positive(self, name: str) -> float:
        """A number above zero."""
        value = self.fields.get(name)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise bad(name, "invalid_value_format", value, "number expected")
        if value <= 0:
            raise bad(name, "not_allowed_value", value, "above zero")
        return float(value)

    def section(self, name: str) -> "Body":
        """A nested object that must be there."""
        self.need(name)
        return Body(_object(name, self.fields[name]))

    def optional(self, name: str) -> "Body":
        """A nested object; empty if absent or null."""
        return self.section(name) if self.given(name) else Body({})

    def sections(self, name: str) -> list["Body"]:
        """A list of objects; empty if absent or null."""
        value = self.fields.get(name) or []
        if not isinstance(value, list):
            raise bad(name, "invalid_value_format", value, "list expected")
        return [Body(_object(name, item)) for item in value]


async def read_body(request: Request) -> Body:
    """Parse the body of a request. An empty body is an empty object: the seed posts /tokens without one."""
    raw = await request.body()
    if not raw:
        return Body({})
    content_type = request.headers.get("content-type", "")
    if content_type.split(";")[0].strip().lower() != "application/json":
        raise wrong_content_type(content_type)
    try:
        return Body(_object("body", json.loads(raw)))
    except ValueError as error:
        raise Refused(400, "bad_request_exception", "Bad Request", "Body is not JSON", {"invalid_params": []}) from error


def _object(name: str, value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise bad(name, "invalid_value_format", value, "object expected")
    return value
