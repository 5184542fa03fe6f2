"""What the vendor answers when it says no: one envelope, and the reasons its guide lists."""

from starlette.responses import JSONResponse

from loaders.carecloud.sandbox.settings import Interface


class Refused(Exception):
    """A request that the vendor refuses. Beyond the seed, which shows no error; shape and reasons are today's guide's."""

    def __init__(self, status: int, exception: str, title: str, detail: str, data: dict[str, object]) -> None:
        super().__init__(detail)
        self.status = status
        self.error: dict[str, object] = {
            "type": "about:blank",
            "exception": exception,
            "title": title,
            "detail": detail,
            "error_data": data,
        }

    def response(self) -> JSONResponse:
        """The refusal as it goes over the wire."""
        return JSONResponse({"error": self.error}, self.status)


def bad(name: str, reason: str, value: object = None, message: str = "") -> Refused:
    """400: one parameter or field is wrong; `reason` is one of the guide's words."""
    invalid = {"name": name, "reason": reason, "value": value, "message": message or f"{name}: {reason.replace('_', ' ')}"}
    detail = f"Invalid parameter {name}"
    return Refused(400, "bad_request_exception", "Bad Request", detail, {"invalid_params": [invalid]})


def unauthorized(detail: str) -> Refused:
    """401: credentials or token. The guide names no exception for 401, 404 and 405; these words are ours."""
    return Refused(401, "unauthorized_exception", "Unauthorized", detail, {})


def forbidden(detail: str) -> Refused:
    """403: a valid token that may not do this."""
    return Refused(403, "forbidden_exception", "Forbidden", detail, {})


def not_offered(resource: str, interface: Interface) -> Refused:
    """403: the resource exists, but on the other interface."""
    name = interface.capitalize()
    return Refused(
        403,
        "interface_not_allowed_exception",
        f"{name} API is not allowed for this resource",
        f'Resource name "{resource}" is not allowed in {name} API',
        {"invalid_resource_name": resource, "interface": name},
    )


def missing(resource: str, resource_id: str | None = None) -> Refused:
    """404: no such route, or no such record."""
    data: dict[str, object] = {"resource_name": resource, "resource_id": resource_id}
    return Refused(404, "not_found_exception", "Not Found", f'Resource "{resource}" was not found', data)


def wrong_method(method: str) -> Refused:
    """405: the resource doesn't support this method, such as the seed's mistaken POST /rewards."""
    return Refused(
        405, "method_not_allowed_exception", "Method Not Allowed", f"{method} is not supported here", {"http_method": method}
    )


def wrong_content_type(content_type: str) -> Refused:
    """415: every body is application/json."""
    detail = f'Expected application/json, got "{content_type}"'
    return Refused(415, "unsupported_media_type_exception", "Unsupported Media Type", detail, {})
