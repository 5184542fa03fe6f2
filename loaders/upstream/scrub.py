"""Takes secrets and personal data out of a vendor's own words before anybody reads them."""

import re

_LONGEST = 200
_SECRETS = r"access_token|app-token|token|password|pin|secret|authorization|bearer|basic"
_SENTENCE = (
    r"access|an?|already|and|are|belongs?|by|can(?:not|'t)?|could|did|do(?:es)?|expected|expires?|expired|field|for|from|got|ha[sd]|"
    r"have|in|incorrect|invalid|is|isn't|length|malformed|may|mismatch|missing|must|needs?|no|not|of|or|refused|required|revoked|"
    r"should|that|the|this|to|too|unknown|used|value|was|were|which|with|wrong"
)
"Words that go on with a sentence about a secret; any other one behind its name may be the secret itself."

_PATTERNS = (
    (re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+"), "[e-mail]"),
    (
        re.compile(rf"(?i)({_SECRETS})([\"'=:\s]++)(?!(?:{_SENTENCE}|{_SECRETS})\b(?![\w-]))[^\s\"'&,;}}]+"),
        r"\1\2[secret]",
    ),
    (re.compile(r"\b[0-9a-fA-F]{16,}\b"), "[id]"),
    (re.compile(r"\beyJ[\w.-]+"), "[secret]"),
    (re.compile(r"\+?\d[\d ().-]{6,}\d"), "[number]"),
    (re.compile(r"<[^>]*>"), " "),
)
_NAMED = re.compile(rf"(?i){_SECRETS}")
_NEAR = (
    (re.compile(r"(?<!\w)([\"'])(?![\[:=,\s])[^\"']+\1"), r"\1[secret]\1"),
    (re.compile(r"(?i)\bgot (str|string|text|value) (?!\[)[^\s,;]+"), r"got \1 [secret]"),
    (re.compile(r"(?<![\w\[-])(?=[\w-]*\d)[\w-]{4,}"), "[secret]"),
)
"What may be a value, wherever it stands behind a secret's name."


def scrub(words: str) -> str:
    """Shorten a vendor's message to one line of 200 characters without e-mails, long numbers, ids, tokens or markup."""
    for pattern, instead in _PATTERNS:
        words = pattern.sub(instead, words)
    named = _NAMED.search(words)
    if named:
        words = words[: named.end()] + _without_values(words[named.end() :])
    line = " ".join(words.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"


def _without_values(words: str) -> str:
    for pattern, instead in _NEAR:
        words = pattern.sub(instead, words)
    return words
