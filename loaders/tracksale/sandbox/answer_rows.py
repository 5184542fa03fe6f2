"""One row of the answer report. Docs: "Reports", Comments."""

from collections.abc import Mapping
from dataclasses import dataclass

from loaders.tracksale.sandbox.catalogue import CSAT, OPEN_QUESTION, REVIEW, SECONDARY_NPS
from loaders.tracksale.sandbox.entities import Answer, Reply, Tag
from loaders.tracksale.sandbox.opinions import CATEGORIES

ARRAYS: Mapping[str, str] = {"review": REVIEW, "nps_secondary": SECONDARY_NPS, "open_question": OPEN_QUESTION, "csat": CSAT}
"The arrays that stay empty unless asked for, and the type of question that each shows."


@dataclass(frozen=True, slots=True)
class Shape:
    """What the request asked to see beside the row itself."""

    is_flat: bool
    has_tags: bool
    has_update_time: bool
    arrays: frozenset[str]


def answer_row(answer: Answer, shape: Shape) -> dict[str, object]:
    """Show an answer; `tags` and the four arrays are empty, and `update_time` absent, unless asked for."""
    handles = answer.customer.handles
    row: dict[str, object] = {
        "time": answer.time,
        "type": answer.channel,
        "name": answer.customer.name,
        "email": handles.email,
        "identification": handles.identification,
        "phone": handles.phone,
        "alternative_email": answer.alternative_email,
        "alternative_phone": answer.alternative_phone,
        "nps_answer": answer.score,
        "last_nps_answer": answer.last_score,
        "nps_comment": answer.comment,
        "campaign_name": answer.campaign.name,
        "campaign_code": answer.campaign.code,
        "lot_code": answer.lot_code,
        "id": answer.id,
        "deadline": answer.deadline,
        "elapsed_time": answer.elapsed_time,
        "dispatch_time": answer.dispatch_time,
        "reminder_time": answer.reminder_time,
        "status": answer.status,
        "priority": answer.priority,
        "assignee": answer.assignee,
        "picture": None,
        "tags": tag_rows(answer.tags) if shape.has_tags else [],
        "categories": [{"id": CATEGORIES[name][0], "name": name} for name in answer.categories],
        "justifications": _flat(answer) if shape.is_flat else _levels(answer),
    }
    for name, kind in ARRAYS.items():
        row[name] = [_reply(reply) for reply in answer.replies if reply.question.type == kind] if name in shape.arrays else []
    return row | ({"update_time": answer.update_time} if shape.has_update_time else {})


def tag_rows(tags: list[Tag] | tuple[Tag, ...]) -> list[dict[str, str]]:
    """Show tags as name and value."""
    return [{"name": tag.name, "value": tag.value} for tag in tags]


def _levels(answer: Answer) -> list[dict[str, object]]:
    return [{"name": name, "children": list(children)} for name, children in answer.justifications]


def _flat(answer: Answer) -> list[str]:
    return [text for name, children in answer.justifications for text in (name, *children)]


def _reply(reply: Reply) -> dict[str, object]:
    """Show "notes and comments" of one question; the page shows these arrays empty only, so the keys are this stand-in's."""
    row: dict[str, object] = {"question_id": reply.question.id, "question": reply.question.question}
    if reply.question.type != OPEN_QUESTION:
        row["score"] = reply.score
    return row | {"comment": reply.comment}
