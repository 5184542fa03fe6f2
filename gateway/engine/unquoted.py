"""Takes out of an error's message what the client sent: GraphQL's own messages quote values, which may be personal data."""

import re

_FOUND = re.compile(r",? found: .*", re.DOTALL)
_VALUE = re.compile(r"(cannot represent [^:]*?): .*", re.DOTALL)
_MEMBER = re.compile(r"Value .* does not exist in", re.DOTALL)
_TOKEN = re.compile(r"\b(String|BlockString|Int|Float) ([\"']).*", re.DOTALL)
_SUGGESTED = re.compile(r" Did you mean .*", re.DOTALL)


def unquoted(message: str) -> str:
    """Return the message without the values that it quotes; names of fields, arguments and types stay."""
    suggestion = _SUGGESTED.search(message)
    message = message[: suggestion.start()] if suggestion else message
    message = _FOUND.sub(".", message)
    message = _VALUE.sub(r"\1.", message)
    message = _MEMBER.sub("The value does not exist in", message)
    message = _TOKEN.sub(r"\1.", message)
    return message + (suggestion.group() if suggestion else "")
