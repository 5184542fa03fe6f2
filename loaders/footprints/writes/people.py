"""Writes of profiles and codes, and e-mails to people."""

from collections.abc import Mapping

from loaders.footprints.pair import Pair
from loaders.footprints.records.written import Created, Done, Notification, ProfileForm, WrittenCode, fields
from loaders.upstream.call import Call
from loaders.upstream.client import Client

_CHECK_PROFILE = "read the customer's `footprintsProfile` to see what it holds now"


class PeopleWrites:
    """The vendor finds profiles by e-mail and phone, or by the organization's own id."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def update(self, profile_id: str, form: ProfileForm, variables: Mapping[str, str]) -> Created:
        """Change a profile; the form always holds e-mail and phone, for they say whose. Docs: "Update customer"."""
        call = Call("update client", "PUT", "/api/client").with_form({**variables, **fields(form)})
        await self._client.write(call, Done, check=_CHECK_PROFILE)
        return Created(id=profile_id)

    async def delete(self, profile_id: str, external_id: str) -> Created:
        """Delete a profile with all that hangs on it. Docs: "Delete customer", whose samples send a form with DELETE."""
        call = Call("delete client", "DELETE", "/api/client").with_form({"userExternalId": external_id})
        await self._client.write(call, Done, check=_CHECK_PROFILE)
        return Created(id=profile_id)

    async def redeem(self, pair: Pair, campaign: str, code: str) -> WrittenCode:
        """Redeem a customer's code. The text says "redeemed/blocked", but nothing would say which. Docs: "Change Code Status"."""
        form = {**pair.parameters, "campaignInternalId": campaign, "code": code}
        call = Call("change code", "POST", "/api/loyaltyCode/change").with_form(form)
        await self._client.write(call, Done, check="read the customer's `loyaltyCode(campaign:)` to see its status")
        return WrittenCode(code=code, campaign=campaign)

    async def notify(self, notification: Notification) -> bool:
        """Send an e-mail from a template. Docs: "Send Notifications"."""
        call = Call("send notification", "POST", "/api/notifications/send").with_form(fields(notification))
        await self._client.write(call, Done, check="nothing at the vendor tells whether the message was sent")
        return True
