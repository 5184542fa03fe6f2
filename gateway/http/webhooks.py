"""`POST /webhooks/{vendor}`: a vendor's own word that a person or a campaign changed there, so that what shows them is dropped.

The body is JSON or a form: `{"customer": {"id": …}}`, by the vendor's own id, or by `email`, `phone`, `externalId` or
`loyaltyCardNumber`; `{"campaign": …}`; or `{"everything": true}` for all of the vendor's. The caller is whoever may drop what the
cache holds; a sender that can set no header puts its API key into the body, as `key`.
"""

from collections.abc import Mapping

from starlette.requests import HTTPConnection
from starlette.types import Receive, Scope, Send

from gateway.access.quotas import Quotas
from gateway.engine.audit import auditor
from gateway.http.body import content_type, read
from gateway.http.caller import Authenticate, enter
from gateway.http.changes import Change, change
from gateway.http.disconnect import Gone
from gateway.http.edge import request_id_of
from gateway.http.headers import headers_of
from gateway.http.journal import Journal
from gateway.http.refusal import Refused, failed_vendor, malformed, wrong_method, wrong_type
from gateway.http.replies import Reply, refused
from gateway.process import Process
from loaders.identity.handle import Kind
from loaders.upstream.errors import UpstreamError
from loaders.upstream.scope import Scope as RequestScope
from loaders.upstream.scope import entered
from resolvers.audit import name_of
from resolvers.context import Audit, Caller, Context
from resolvers.customer import key_of_handle, key_of_vendor
from resolvers.identity.key import Key
from resolvers.invalidation import Target, checked, drop
from resolvers.refusals import BadInput
from resolvers.writes import Checks
from schema.scopes import CACHE

_MOST_BYTES = 16 * 1024
_TIMEOUT_S = 10.0
_KINDS = {
    "email": Kind.EMAIL,
    "phone": Kind.PHONE,
    "externalId": Kind.EXTERNAL_ID,
    "loyaltyCardNumber": Kind.LOYALTY_CARD,
}


class Webhooks:
    """An ASGI application. 204 when all is dropped; a vendor that has to be asked who the person is and can't be is told as its
    failure, so that the sender tries again.
    """

    def __init__(self, process: Process, authenticate: Authenticate, quotas: Quotas, journal: Journal) -> None:
        self._process = process
        self._journal = journal
        self._authenticate = authenticate
        self._quotas = quotas

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            reply = await self._reply(scope, receive)
        except Gone:
            return
        except (Refused, UpstreamError) as error:
            refusal = error if isinstance(error, Refused) else failed_vendor(error)
            self._journal.refused(refusal.code, refusal.status, scope["state"])
            reply = refused(refusal)
        await reply.send(send)

    async def _reply(self, scope: Scope, receive: Receive) -> Reply:
        if scope["method"] != "POST":
            raise wrong_method("POST", "What changed is told by POST.")
        headers = headers_of(scope)
        caller = None if _is_bare(headers) else await self._admitted(scope)
        kind = content_type(headers)
        if kind not in ("application/json", "application/x-www-form-urlencoded"):
            raise wrong_type("Send `application/json` or `application/x-www-form-urlencoded`.")
        body = await read(headers, receive, most=_MOST_BYTES, timeout_s=_TIMEOUT_S)
        told = change(body, is_form=kind != "application/json")
        if caller is None and kind != "application/json" and told.key is None:
            message = "A form needs credentials: the header `X-API-Key`, or an API key as the field `key`."
            raise Refused(403, "CROSS_SITE_REQUEST", message)  # Any page could have a browser send it.
        caller = caller or await self._admitted(_signed(scope, told.key))
        scope["state"]["caller"] = caller.name
        await self._drop(scope, caller, told)
        return Reply(204, b"", b"", ((b"cache-control", b"no-store"),))

    async def _admitted(self, scope: Scope) -> Caller:
        """Return the caller, or refuse it: unknown, without the scope, or over its quota."""
        caller = await self._authenticate(HTTPConnection(scope))
        scope["state"]["caller"] = caller.name
        if not caller.may(CACHE):
            raise Refused(403, "FORBIDDEN", f"Webhooks take the scope {CACHE}, which this caller doesn't have.")
        if caller.is_known:
            await enter(self._quotas, caller)
        return caller

    async def _drop(self, scope: Scope, caller: Caller, told: Change) -> None:
        vendor = str(scope["path_params"]["vendor"]).replace("-", "_")
        if vendor not in self._process.known_vendors:
            raise Refused(404, "NOT_FOUND", "There is no such vendor.")
        with entered(RequestScope(caller=caller.name if caller.is_known else None)) as request:
            context = self._process.context(request, caller)
            target = _target(context, vendor, told)
            outcome = "INTERNAL"
            try:
                _, failures = await drop(context, target)
                if failures:
                    raise failures[0]
                outcome = "DONE"
            except UpstreamError as error:
                outcome = error.code
                raise
            finally:
                name = name_of(target.customer) if target.customer else None
                hashed = context.cache.key("audit", "customer", *name) if name else None
                auditor(request_id_of(scope), caller)(Audit(f"webhook:{vendor}", hashed, outcome, name[0] if name else None))


def _target(context: Context, vendor: str, told: Change) -> Target:
    """Return what a body names, or refuse it."""
    checks, named = Checks(), told.customer.named if told.customer else None
    customer = None if named is None else checks.attempt("customer", lambda: _key(context, vendor, *named))
    target = checked(checks, vendor, customer, told.which, is_everything=False, at="body")
    if checks.errors:
        raise malformed(" ".join(f"`{'.'.join(error.path or [])}`: {error.message}" for error in checks.errors))
    return target


def _key(context: Context, vendor: str, kind: str, text: str) -> Key:
    try:
        return key_of_vendor(context, vendor, text) if kind == "id" else key_of_handle(context, _KINDS[kind], text)
    except BadInput as error:
        raise BadInput(error.message.replace("vendorId.id", "id")) from None


def _is_bare(headers: Mapping[bytes, bytes]) -> bool:
    return b"authorization" not in headers and b"x-api-key" not in headers


def _signed(scope: Scope, key: str | None) -> Scope:
    """Return the request with the body's key where headers have it; without one it stays a request without credentials."""
    if key is None:
        return scope
    return {**scope, "headers": [*scope["headers"], (b"x-api-key", key.encode())]}
