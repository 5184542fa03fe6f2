"""Logging in and out, on both interfaces."""

from starlette.responses import JSONResponse, Response

from loaders.carecloud.sandbox.body import Body
from loaders.carecloud.sandbox.books import Books
from loaders.carecloud.sandbox.call import Call
from loaders.carecloud.sandbox.errors import bad, missing, unauthorized
from loaders.carecloud.sandbox.rows import Row, local, part, precise, text
from loaders.carecloud.sandbox.sessions import Sessions, basic_login
from loaders.carecloud.sandbox.settings import APPLICATION_ID, CUSTOMER_APPLICATION_ID, CUSTOMER_LOGIN, LOGIN, PASSWORD
from loaders.carecloud.sandbox.visit import Visit

_USER_ID = "838b73aacb5ac326cec4030c80"


def create_token(visit: Visit, sessions: Sessions) -> Response:
    """A token of the customer interface: by user name alone (the seed), or for a device (today, no header needed)."""
    login = basic_login(visit.authorization)
    if login is not None:
        # Nothing after the colon, says the prose; the sample's base64 has a blank there.
        if login[0] != CUSTOMER_LOGIN or login[1].strip():
            raise unauthorized("Unknown user name, or not just a user name")
        return _token(sessions.open_customer("Basic", None).token)
    return _token(sessions.open_customer("Bearer", _device(visit.body)).token)


def log_user_in(visit: Visit, sessions: Sessions) -> Response:
    """A user's token of the enterprise interface; `valid_to` is local time without an offset."""
    body = visit.body
    body.need("user_external_application_id", "login", "password")
    given = tuple(body.text(name) for name in ("user_external_application_id", "login", "password"))
    if given != (APPLICATION_ID, LOGIN, PASSWORD):
        raise unauthorized("Invalid credentials")
    session = sessions.open_user(visit.at)
    assert session.valid_to is not None
    user: Row = {
        "user_id": _USER_ID,
        "login": LOGIN,
        "first_name": "Fabulous",
        "last_name": "Legend",
        "email": "fabulous_user@example.com",
        # A number here, as in the guide's sample; text everywhere else.
        "phone": 420123828931,
        "user_role_ids": ["86e05affc7a7befcd513ab400"],
        "store_id": "86e05affc7a7abefc",
        "last_login": precise(visit.at),
    }
    return JSONResponse({"data": {"bearer_token": session.token, "valid_to": local(session.valid_to), "user": user}})


def log_user_out(call: Call, sessions: Sessions) -> Response:
    """End a user's token."""
    call.body.need("user_external_application_id", "bearer_token")
    token = call.body.text("bearer_token")
    session = sessions.get(token)
    if session is None or session.interface != "enterprise":
        raise bad("bearer_token", "not_found", token)
    sessions.close(token)
    return call.done()


def log_customer_in(call: Call) -> Response:
    """Log a person in on the token. A wrong e-mail and a wrong password look the same."""
    _check_token(call)
    body = call.body
    body.need("login_type", "login_value", "password")
    login_type = body.text("login_type")
    if login_type not in ("email", "phone", "card"):
        raise bad("login_type", "not_allowed_value", login_type)
    for customer in _claimed(call.books, login_type, body.text("login_value")):
        if customer["state"] == 1 and customer["_password"] and customer["_password"] == body.text("password"):
            call.session.customer_id = text(customer, "customer_id")
            return JSONResponse({"data": {"customer_id": customer["customer_id"]}})
    raise unauthorized("Invalid customer credentials")


def log_customer_out(call: Call) -> Response:
    """End the person's session; the token lives on."""
    _check_token(call)
    call.session.customer_id = None
    return call.done()


def _token(token: str) -> Response:
    return JSONResponse({"data": {"token_id": token}}, 201)


def _device(body: Body) -> tuple[str, str]:
    body.need("device", "setup", "external_application_id")
    device, setup = body.section("device"), body.section("setup")
    device.need("device_id", "device_system", "device_name", "device_type")
    setup.need("language_id", "allowed_gps", "allowed_notifications")
    for permission in ("allowed_gps", "allowed_notifications"):
        setup.flag(permission)
    application_id = body.text("external_application_id")
    if application_id != CUSTOMER_APPLICATION_ID:
        raise bad("external_application_id", "not_found", application_id)
    return device.text("device_id"), application_id


def _check_token(call: Call) -> None:
    token_id = call.path["token_id"]
    if token_id != call.session.token:
        raise missing("tokens", token_id)


def _claimed(books: Books, login_type: str, value: str) -> list[Row]:
    if login_type == "card":
        holders = [
            text(card, "customer_id") for card in books.cards.all() if card["card_number"] == value and card["state"] == 1
        ]
        return [row for holder in holders if (row := books.customers.get(holder)) is not None]
    wanted = value.casefold()
    return [row for row in books.customers.all() if text(part(row, "personal_information"), login_type).casefold() == wanted]
