"""JSON as this vendor writes it."""

import orjson
from starlette.responses import JSONResponse


class Json(JSONResponse):
    """A JSON body."""

    def render(self, content: object) -> bytes:
        return orjson.dumps(content)
