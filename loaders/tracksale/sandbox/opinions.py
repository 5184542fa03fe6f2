"""What customers say: deterministic scores, comments and reasons."""

from loaders.tracksale.sandbox.catalogue import HIGHEST, NPS, OPEN_QUESTION, SINGLE_CHOICE
from loaders.tracksale.sandbox.entities import Answer, Campaign, Customer, Question, Reply

CATEGORIES = {"Product": (6805511, "#F8D347"), "Service": (6805512, "#4CAF50"), "Delivery": (6805513, "#2196F3")}
"Id and colour of each category."

STATUSES = {"Pendente Cliente": (76, "#F8D347"), "Em andamento": (77, "#2196F3"), "Resolvido": (78, "#4CAF50")}
"Id and colour of each status; the texts are in the account's language."

_SCORES = (9, 10, 7, 10, 3, 8, 9, 6, 10, 0, 9)
# Comments may hold mark-up, as public clients found.
_COMMENTS = ("Very friendly.", None, "Fast<br>and <b>kind</b>", "Atendimento ótimo, obrigado!", "Too long a queue", None)
_PRIORITIES = ("None", "Nenhuma", "Alta")
# A reason is plain text, or JSON inside of a string with a language as its key.
_REASONS = (
    (),
    (("Service", ("Friendliness", "Speed")),),
    (('{"pt-br":"Produto"}', ('{"pt-br":"Preço"}', '{"pt-br":"Qualidade"}')), ("Delivery", ())),
)


def opinion(seed: int, time: int, campaign: Campaign, customer: Customer) -> Answer:
    """Make an answer without id or lot; the same seed always thinks the same."""
    return Answer(
        id=0,
        time=time,
        campaign=campaign,
        customer=customer,
        score=_SCORES[seed % len(_SCORES)],
        update_time=time,
        comment=_COMMENTS[seed % len(_COMMENTS)],
        channel=campaign.main_channel,
        deadline=time + 3 * 86400 if seed % 6 == 4 else None,
        elapsed_time=17 + seed % 200,
        status=tuple(STATUSES)[seed % 3],
        priority=_PRIORITIES[seed % 3],
        assignee="Rui Alves" if seed % 4 == 1 else None,
        categories=tuple(CATEGORIES)[: seed % 3],
        justifications=_REASONS[seed % 3],
        replies=tuple(_reply(seed, question) for question in campaign.questions if question.type != NPS),
        tags=list(customer.tags),
    )


def _reply(seed: int, question: Question) -> Reply:
    if question.type == OPEN_QUESTION:
        return Reply(question, comment=f"Suggestion {seed % 50}")
    if question.type == SINGLE_CHOICE:
        return Reply(question, comment=("Price", "Range", "Habit")[seed % 3])
    return Reply(question, score=1 + (seed * 3 + question.id) % HIGHEST[question.type], comment=_COMMENTS[(seed + 1) % 6])
