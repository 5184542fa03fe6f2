"""Three years of lots and answers, the same for the same people and the same now."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from loaders.sandbox.people import Person
from loaders.tracksale.sandbox.account import Account
from loaders.tracksale.sandbox.catalogue import campaigns, widgets
from loaders.tracksale.sandbox.entities import Answer, Campaign, Customer, Lot, Recipient, Tag
from loaders.tracksale.sandbox.handles import Handles
from loaders.tracksale.sandbox.opinions import opinion

DAY_S = 86400
SPAN_DAYS = 1090

_LOT_DAYS = 30
_FIRST_ID = 6805511
_ANONYMOUS = 40
_EXAMPLE = ((12, 51), (95, 53), (240, 52), (500, 51), (900, 53))
"Days ago and campaign of person 0's answers, whom the README asks for."


def filled(people: Sequence[Person], now: Callable[[], datetime]) -> Account:
    """Build an account with every person's answers, some that match nobody, the lots they came from, and one draft lot."""
    now_s = int(now().timestamp())
    account = Account(campaigns(now_s), widgets(), now)
    lots = _lots(account, now_s)
    answers = [answer for person in people for answer in _answers(person, lots, now_s)]
    answers += [_nobodys(number, account, now_s) for number in range(_ANONYMOUS)]
    for id_, answer in enumerate(sorted(answers, key=lambda answer: answer.time), _FIRST_ID):
        answer.id, account.answers[id_] = id_, answer
    _add_silent(people, lots)
    _add_draft(people, account, now_s)
    return account


def _lots(account: Account, now_s: int) -> dict[tuple[int, int], Lot]:
    """One lot per campaign and thirty days, by campaign code and by how many lots came after it."""
    lots = {}
    for campaign in account.campaigns.values():
        for age in range(SPAN_DAYS // _LOT_DAYS + 2):
            sent = now_s - (age + 1) * _LOT_DAYS * DAY_S
            lots[campaign.code, age] = lot = account.open_lot(campaign, sent)
            lot.time = sent
    return lots


def _answers(person: Person, lots: dict[tuple[int, int], Lot], now_s: int) -> Iterator[Answer]:
    """The person's answers, oldest first: five for person 0, otherwise none to six."""
    customer = _customer(person)
    if customer is None:
        return
    last_score: int | None = None
    for turn, (days, code) in enumerate(sorted(_occasions(person, customer), reverse=True)):
        age_s = days * DAY_S + person.number * 613 % DAY_S
        lot = lots[code, age_s // (_LOT_DAYS * DAY_S)]
        if not any(recipient.customer == customer for recipient in lot.recipients):
            lot.recipients.append(Recipient(customer, has_answered=True, has_opened=True))
        answer = opinion(person.number + turn * 3, now_s - age_s, lot.campaign, customer)
        answer.lot_code = lot.code
        answer.dispatch_time = lot.time if person.number % 2 == 0 else None
        answer.last_score, last_score = last_score, answer.score
        # Some customers are known by their alternative address only.
        answer.alternative_email = person.email if person.number % 20 == 7 else None
        yield answer


def _occasions(person: Person, customer: Customer) -> list[tuple[int, int]]:
    """Days ago and campaign of each answer; who has no e-mail is asked by SMS only."""
    if person.number == 0:
        return list(_EXAMPLE)
    codes = (51, 52, 53) if customer.handles.email else (52,)
    count = (person.number * 3 + 2) % 7
    return [
        ((person.number * 37 + turn * 199) % SPAN_DAYS, codes[(person.number + turn) % len(codes)]) for turn in range(count)
    ]


def _customer(person: Person) -> Customer | None:
    spelling = person.at("tracksale")
    if spelling is None:
        return None
    return Customer(
        name=f"{spelling.first_name} {spelling.last_name}",
        handles=Handles(spelling.email, spelling.phone, spelling.external_id),
        tags=(Tag("City", person.city), Tag("Branch", "")),
    )


def _nobodys(number: int, account: Account, now_s: int) -> Answer:
    """An answer that matches none of the people: without handles, with placeholders, or from a stranger."""
    handles = (
        Handles(),
        Handles(email="anonymous@anonymous.com"),
        Handles(phone="0000000000"),
        Handles(f"visitor{number}@elsewhere.example", f"+40 799 900{number:03}"),
    )[number % 4]
    customer = Customer("Anonymous" if number % 4 < 3 else f"Visitor {number}", handles)
    campaign: Campaign = account.campaigns[("51", "53")[number % 2]]
    answer = opinion(number, now_s - number * 27 * DAY_S - number * 977, campaign, customer)
    answer.channel = "Link"
    return answer


def _add_silent(people: Sequence[Person], lots: dict[tuple[int, int], Lot]) -> None:
    """Send every third person one more survey, which they never answered."""
    for person in people:
        customer = _customer(person)
        if customer is None or person.number % 3 or person.number == 0:
            continue
        lot = lots[53 if customer.handles.email else 52, person.number % 36]
        if not any(recipient.customer == customer for recipient in lot.recipients):
            lot.recipients.append(Recipient(customer, has_opened=person.number % 2 == 0))


def _add_draft(people: Sequence[Person], account: Account, now_s: int) -> None:
    """Leave the first two customers in a draft lot of campaign 52, made two hours ago."""
    customers = [customer for customer in map(_customer, people) if customer is not None][:2]
    account.open_lot(account.campaigns["52"], now_s - 7200).recipients.extend(map(Recipient, customers))
