"""A vendor's own words without secrets and personal data, and still a sentence."""

import pytest

from loaders.upstream.scrub import scrub


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("tracking-token: expected an identifier, got str 1f0c", "tracking-token: expected an identifier, got str [secret]"),
        ("tracking-token: expected an identifier, got str hunter", "tracking-token: expected an identifier, got str [secret]"),
        ("token: does not correspond to an interaction", "token: does not correspond to an interaction"),
        ("the token is required", "the token is required"),
        ("The password must not be empty", "The password must not be empty"),
        ("Token 1f0c has expired", "Token [secret] has expired"),
        ("no such token: hunter", "no such token: [secret]"),
        ("password=hunter&x=1", "password=[secret]&x=1"),
        ('{"password": "is it"}', '{"password": "[secret]"}'),
        ("Authorization: Bearer abc was refused", "Authorization: Bearer [secret] was refused"),
        ("token is 1f0c-77aa, not abc", "token is [secret], not abc"),
        ("expected a day, got 2027", "expected a day, got 2027"),
        ("ana@example.com has no pin 1234", "[e-mail] has no pin [secret]"),
    ],
)
def test_values_go_and_sentences_stay(words: str, shown: str) -> None:
    """What stands near a secret's name is no value, and what is said about it can be read."""
    assert scrub(words) == shown
