"""What is wrong with a setting, a sentence each: which it is and what was expected."""

from pydantic import ValidationError
from pydantic_core import ErrorDetails


def sentences(prefix: str, error: ValidationError) -> list[str]:
    """Return a sentence per mistake; `prefix` begins the settings' names."""
    found = []
    for problem in error.errors():
        name = prefix + "_".join(str(part) for part in problem["loc"]).upper()
        found.append(f"{name} is missing." if problem["type"] == "missing" else f"{name}: {_words(problem)}.")
    return found


def _words(problem: ErrorDetails) -> str:
    """Say what was expected, without the value that came: it may be a secret."""
    bounds = problem.get("ctx", {})
    words = {
        "int_parsing": "expected a whole number",
        "float_parsing": "expected a number",
        "bool_parsing": "expected true or false",
        "literal_error": f"expected {str(bounds.get('expected', '')).replace(chr(39), '')}",
        "greater_than": f"expected more than {bounds.get('gt', 0):g}",
        "greater_than_equal": f"expected at least {bounds.get('ge', 0):g}",
        "less_than_equal": f"expected at most {bounds.get('le', 0):g}",
        "url_parsing": "expected a URL such as https://host",
        "url_scheme": "expected a URL that begins with https:// or http://",
        "string_too_short": "expected a text that isn't empty",
        "string_pattern_mismatch": f"expected a text of the form {bounds.get('pattern')}",
    }
    return words.get(problem["type"], problem["msg"].removeprefix("Value error, "))
