"""The mutations that tests of writes make, and what they look at."""

import msgspec

from tests.tracksale.conftest import Desk

ANA = "ana.popescu0@example.com"
ERRORS = "userErrors { code message path }"
LINKS = f"mutation ($i: CreateSurveyLinksInput!) {{ createSurveyLinks(input: $i) {{ links {{ url name email }} {ERRORS} }} }}"
DISPATCH = f"""mutation ($i: DispatchSurveyInput!) {{ dispatchSurvey(input: $i) {{ dispatch {{ message lotCode
  counts {{ inserted duplicated invalid }} duplicated {{ name email }} invalid {{ name reason }} }} {ERRORS} }} }}"""
SEND = f"mutation ($i: SendDraftLotInput!) {{ sendDraftLot(input: $i) {{ sending {{ message recipientCount }} {ERRORS} }} }}"
DISCARD = f"mutation ($i: DiscardDraftLotInput!) {{ discardDraftLot(input: $i) {{ discarded {ERRORS} }} }}"
SCORES = f"""mutation ($i: RecordSurveyScoresInput!) {{ recordSurveyScores(input: $i) {{ recorded {{ message
  counts {{ inserted invalid }} answers {{ answerId name email phone identification }} }} {ERRORS} }} }}"""
ANSWERS = SCORES.replace("Scores", "Answers")
NOTE = f"mutation ($i: AddSurveyNoteInput!) {{ addSurveyNote(input: $i) {{ annotated {{ message answerId }} {ERRORS} }} }}"
TAGS = f"mutation ($i: FillSurveyTagsInput!) {{ fillSurveyTags(input: $i) {{ annotated {{ message answerId }} {ERRORS} }} }}"


def sent(desk: Desk, line: str, query: tuple[tuple[str, str], ...] = ()) -> object:
    """Return the newest call's body, once its first line and its type are what they must be."""
    call = desk.last()
    assert (f"{call.method} {call.path}", call.query) == (line, query)
    assert call.headers["content-type"] == "application/json"
    return msgspec.json.decode(call.body)
