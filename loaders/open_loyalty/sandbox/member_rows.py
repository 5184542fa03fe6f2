"""How members look on the wire. Docs: "Check campaign visibility for the customers"; the rest beyond the seed, docs 3.2."""

from datetime import datetime, time

from loaders.open_loyalty.sandbox.answers import ZONE, Row, date, number, without_nulls
from loaders.open_loyalty.sandbox.members import Customer, Purchase, Transaction, Transfer
from loaders.open_loyalty.sandbox.programme import Programme


def customer_row(customer: Customer) -> Row:
    """A customer with all purchases inline; absent values are left out."""
    count, amount = len(customer.transactions), customer.amount
    latest = max((transaction.at for transaction in customer.transactions), default=None)
    manual = customer.manual_level
    return without_nulls(
        {
            "customerId": customer.id,
            "active": customer.is_active,
            "firstName": customer.first_name,
            "lastName": customer.last_name,
            "gender": customer.gender,
            "email": customer.email,
            "phone": customer.phone,
            "birthDate": date(datetime.combine(customer.birth_date, time(), ZONE)),
            "address": customer.address,
            "loyaltyCardNumber": customer.card,
            "createdAt": date(customer.created_at),
            "levelId": customer.level.id,
            # A wrapped id beside the plain one: the documentation shows both in one object.
            "manuallyAssignedLevelId": {"levelId": manual.id} if manual else None,
            "agreement1": customer.agreements[0],
            "agreement2": customer.agreements[1],
            "agreement3": customer.agreements[2],
            "updatedAt": date(customer.updated_at),
            "campaignPurchases": [purchase_row(purchase) for purchase in customer.purchases],
            "transactionsCount": count,
            "transactionsAmount": number(amount),
            "transactionsAmountWithoutDeliveryCosts": number(amount),
            "amountExcludedForLevel": 0,
            "averageTransactionAmount": number(amount / count) if count else 0,
            "lastTransactionDate": date(latest),
            "currency": "eur",
            "levelPercent": customer.level.percent,
        }
    )


def purchase_row(purchase: Purchase) -> Row:
    """A bought coupon; its campaign's id is wrapped."""
    return without_nulls(
        {
            "purchaseAt": date(purchase.at),
            "costInPoints": number(purchase.cost),
            "campaignId": {"campaignId": purchase.campaign_id},
            "used": purchase.is_used,
            "coupon": {"code": purchase.code},
            "transactionId": {"transactionId": purchase.transaction_id} if purchase.transaction_id else None,
        }
    )


def status_row(programme: Programme, customer: Customer) -> Row:
    """Points and level. `averageTransactionsAmount` is text, its namesake in the customer's row a number."""
    now, amount = programme.now(), customer.amount
    above = next((level for level in programme.levels.values() if level.condition > customer.level.condition), None)
    count = len(customer.transactions)
    return without_nulls(
        {
            "customerId": customer.id,
            "firstName": customer.first_name,
            "lastName": customer.last_name,
            "points": number(customer.points(now)),
            "totalEarnedPoints": number(customer.points_in(now, "active", "pending", "expired")),
            "usedPoints": number(customer.points_spent),
            "expiredPoints": number(customer.points_in(now, "expired")),
            "lockedPoints": number(customer.points_in(now, "pending")),
            "level": customer.level.percent,
            "levelName": customer.level.name,
            "nextLevel": above and above.percent,
            "nextLevelName": above and above.name,
            "transactionsAmountWithoutDeliveryCosts": number(amount),
            "transactionsAmountToNextLevel": number(max(above.condition - amount, 0)) if above else None,
            "averageTransactionsAmount": f"{amount / count if count else 0:.2f}",
            "transactionsCount": count,
            "transactionsAmount": number(amount),
            "currency": "eur",
        }
    )


def transfer_row(customer: Customer, transfer: Transfer, now: datetime) -> Row:
    """A points transfer; its transaction's id is wrapped."""
    source = transfer.transaction
    return without_nulls(
        {
            "pointsTransferId": transfer.id,
            "accountId": customer.id.replace("-474c-", "-474d-"),
            "customerId": customer.id,
            "customerFirstName": customer.first_name,
            "customerLastName": customer.last_name,
            "customerEmail": customer.email,
            "customerPhone": customer.phone,
            "customerLoyaltyCardNumber": customer.card,
            "createdAt": date(transfer.created_at),
            "expireAt": date(transfer.expire_at),
            "lockedUntil": date(transfer.locked_until),
            "value": number(transfer.value),
            "state": transfer.state(now),
            "type": transfer.type,
            "issuer": transfer.issuer,
            "comment": transfer.comment,
            "transactionId": {"transactionId": source.id} if source else None,
            "transactionDocumentNumber": source and source.document,
        }
    )


def transaction_row(customer: Customer, transaction: Transaction) -> Row:
    """A receipt with the customer's data as the till sent it."""
    data: Row = {
        "email": customer.email,
        "name": f"{customer.first_name} {customer.last_name}",
        "phone": customer.phone,
        "loyaltyCardNumber": customer.card,
        "address": customer.address,
    }
    return {
        "transactionId": transaction.id,
        "documentNumber": transaction.document,
        "documentType": "sell",
        "purchaseDate": date(transaction.at),
        "purchasePlace": transaction.place,
        "customerId": customer.id,
        "customerData": without_nulls(data),
        "items": [_item(*item) for item in transaction.items],
        "grossValue": number(transaction.amount),
        "pointsEarned": number(transaction.points),
        "currency": "eur",
        "labels": [],
    }


def _item(code: str, name: str, value: float) -> Row:
    sku, gross = {"code": code}, number(value)
    return {"sku": sku, "name": name, "quantity": 1, "grossValue": gross, "category": "goods", "maker": "Maker", "labels": []}
