"""Loyalty campaigns and the codes customers hold. Docs: "Loyalty Campaign Codes"."""

from collections import Counter

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from loaders.footprints.sandbox import campaigns
from loaders.footprints.sandbox.catalogue import Row
from loaders.footprints.sandbox.clients import contact
from loaders.footprints.sandbox.credentials import HOSTESS_ID, HOSTESS_NAME
from loaders.footprints.sandbox.forms import Form, read_form, required
from loaders.footprints.sandbox.paging import page_of, positive
from loaders.footprints.sandbox.refusals import Refused
from loaders.footprints.sandbox.rules import text
from loaders.footprints.sandbox.stamps import iso, naive
from loaders.footprints.sandbox.state import Client, Code, State

# The page states no size.
_PAGE_SIZE = 20


class Loyalty:
    """The endpoints below /api/loyaltyCode."""

    def __init__(self, state: State) -> None:
        self._state = state

    async def active(self, _: Request) -> Response:
        """GET /api/loyaltyCode/active-campaigns: those that run today."""
        totals, now = self._totals(), self._state.now()
        running = [each for each in self._state.campaigns.values() if each.is_active(now)]
        return _success(campaigns=[campaigns.narrow(each, totals[each.internal_id]) for each in running])

    async def campaigns(self, _: Request) -> Response:
        """GET /api/loyaltyCode/campaigns: all of them."""
        totals = self._totals()
        return _success(campaigns=[campaigns.wide(each, totals[each.internal_id]) for each in self._state.campaigns.values()])

    async def check(self, request: Request) -> Response:
        """POST /api/loyaltyCode/check: the customer's code in one campaign, with naive stamps."""
        code = self._held(await read_form(request))
        return _success(
            message="redeem code found",
            code=code.code,
            expire_code_date=naive(code.campaign.expire_codes),
            prize_status=code.status,
            prize={"name": _prize(code)[0]},
            last_update=naive(code.updated_at),
        )

    async def change(self, request: Request) -> Response:
        """POST /api/loyaltyCode/change: from associated to redeemed; there is no parameter that would ask for blocked."""
        form = await read_form(request)
        required(form, "userEmail", "userPhone", "campaignInternalId", "code")
        code = self._held(form)
        if code.code != form["code"]:
            raise Refused(404, "redeem code not found")
        if code.status != "associated":
            raise Refused(400, f"the code is already {code.status}")
        if code.campaign.expire_codes < self._state.now():
            raise Refused(400, "the code has expired")
        code.status, code.updated_at = "redeemed", self._state.now()
        return _success()

    async def listing(self, request: Request) -> Response:
        """POST /api/loyaltyCode/list: everybody's codes, in one campaign or all; `searchTerm` looks into the code only."""
        form = await read_form(request)
        campaign = text("campaignInternalId", form.get("campaignInternalId", ""))
        term = text("searchTerm", form.get("searchTerm", "")).upper()
        found = [
            code
            for code in self._state.codes.values()
            if campaign in ("", code.campaign.internal_id) and term in code.code.upper()
        ]
        page = page_of(found, positive(form, "page", 1), _PAGE_SIZE)
        return _success(clients=[self._row(code) for code in page], totalResults=len(found))

    async def history(self, request: Request) -> Response:
        """POST /api/loyaltyCode/history: what is "redeemed or associated", so blocked codes are not here."""
        client = self._client(await read_form(request))
        return _success(codes=[_past(code) for code in self._of(client) if code.status != "blocked"])

    def _held(self, form: Form) -> Code:
        """The code of the pair and campaign. The page doesn't say what no code looks like; here it is a 404."""
        (campaign,) = required(form, "campaignInternalId")
        if campaign not in self._state.campaigns:
            raise Refused(404, "campaign not found")
        for code in self._of(self._client(form)):
            if code.campaign.internal_id == campaign:
                return code
        raise Refused(404, "redeem code not found")

    def _client(self, form: Form) -> Client:
        client = self._state.client_by_pair(*contact(form))
        if client is None:
            raise Refused(404, "client not found")
        return client

    def _of(self, client: Client) -> list[Code]:
        return [code for code in self._state.codes.values() if code.client_id == client.id]

    def _totals(self) -> Counter[str]:
        return Counter(code.campaign.internal_id for code in self._state.codes.values())

    def _row(self, code: Code) -> Row:
        client = self._state.clients[code.client_id]
        shown = ("userFirstName", "userLastName", "userEmail", "userPhone", "userAddress")
        name, points = _prize(code)
        return {
            "code": code.code,
            "campaign": campaigns.beside_code(code.campaign),
            "client": {"_id": client.id, **{field: client.fields.get(field, "") for field in shown}},
            "status": code.status,
            "prize": {"pointsValue": points, "name": name},
            **({"hostess": {"_id": HOSTESS_ID, "name": HOSTESS_NAME}} if code.has_hostess else {}),
        }


def _success(**answer: object) -> Response:
    return JSONResponse({"status": "success", **answer})


def _prize(code: Code) -> tuple[str, int]:
    return code.campaign.prizes[code.prize]


def _past(code: Code) -> Row:
    """A row of the history; the same expiry as in `check`, but in UTC."""
    return {
        "code": code.code,
        "campaign": {"internalId": code.campaign.internal_id, "name": code.campaign.name},
        "status": code.status,
        "prize": {"name": _prize(code)[0]},
        "location": {"name": code.campaign.location["name"]},
        "expire_code_date": iso(code.campaign.expire_codes),
        "last_update": iso(code.updated_at),
    }
