"""The paths of each role. Docs: "Each role in the Open Loyalty has individual endpoints to manage reward campaigns"."""

from dataclasses import dataclass

from loaders.open_loyalty.settings import Role
from loaders.upstream.call import Call, path
from loaders.upstream.errors import Refusal, Rejected

NAME = "open_loyalty"


@dataclass(frozen=True, slots=True)
class Routes:
    """An admin's or a seller's. The latter are fewer, and say less of a campaign."""

    role: Role

    @property
    def is_admin(self) -> bool:
        """Whether everything is open to this role."""
        return self.role == "admin"

    def login(self) -> str:
        """POST; beyond the seed."""
        return f"/api/{self.role}/login_check"

    def campaigns(self) -> str:
        """GET all; POST a new one (admin)."""
        return "/api/campaign" if self.is_admin else "/api/seller/campaign"

    def campaign(self, campaign_id: str) -> str:
        """GET; PUT (admin)."""
        return path(f"{self.campaigns()}/{{id}}", id=campaign_id)

    def available(self, customer_id: str) -> str:
        """GET what the customer may buy."""
        return path(f"/api/{self.role}/customer/{{id}}/campaign/available", id=customer_id)

    def buy(self, customer_id: str, campaign_id: str) -> str:
        """POST."""
        return path(f"/api/{self.role}/customer/{{id}}/campaign/{{campaign}}/buy", id=customer_id, campaign=campaign_id)

    def bought(self, customer_id: str) -> str:
        """GET; beyond the seed."""
        return path(f"/api/{self.role}/customer/{{id}}/campaign/bought", id=customer_id)

    def status(self, customer_id: str) -> str:
        """GET points and level; beyond the seed."""
        return path(f"/api/{self.role}/customer/{{id}}/status", id=customer_id)

    def transfers(self) -> str:
        """GET points transfers; beyond the seed."""
        return "/api/points/transfer" if self.is_admin else "/api/seller/points/transfer"

    def transactions(self) -> str:
        """GET receipts; beyond the seed."""
        return "/api/transaction" if self.is_admin else "/api/seller/transaction"

    def admin_only(self, call: Call) -> Call:
        """Return the call, or refuse it before anything is sent: this role has no such route."""
        if self.is_admin:
            return call
        words = f"{call.operation} is open to admins only; set OPEN_LOYALTY_ROLE=admin and an admin's credentials"
        raise Rejected(NAME, 403, (Refusal("FORBIDDEN", words),))
