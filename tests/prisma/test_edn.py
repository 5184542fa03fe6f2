"""EDN is read as the format says, hostile text is refused with one error, and what is written can be read back."""

import json
from contextlib import suppress
from typing import Any

import pytest
from edn_format import Keyword as TheirKeyword
from edn_format import loads
from hypothesis import given
from hypothesis import strategies as st

from loaders.prisma.edn import BrokenEdn, Keyword, read, write
from loaders.prisma.edn.reader import DEEPEST, MOST_BYTES
from loaders.prisma.format import JSON


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("nil", None),
        ("true", True),
        ("-12", -12),
        ("17592186045418", 17592186045418),
        ("12N", 12),
        ("0x1F", 31),
        ("2.5e3", 2500.0),
        ("1.25M", 1.25),
        ("1/4", 0.25),
        (r"\a", "a"),
        (r"\newline", "\n"),
        (r'"a \"b\" \\ \t \u00e9"', 'a "b" \\ \t é'),
        (r'"\ud83d\ude00"', "😀"),
        (":app-token", "app-token"),
        (":trail-action/conversion", "trail-action/conversion"),
        (":force-funnel-restart?", "force-funnel-restart?"),
        ("symbol", "symbol"),
        ("[1 2, 3]", [1, 2, 3]),
        ("(1 (2))", [1, [2]]),
        ("#{:b :a}", ["b", "a"]),
        ('{:a 1, "b" {:c [nil]}, 4 5}', {"a": 1, "b": {"c": [None]}, "4": 5}),
        ("#:person{:name 1 :other/name 2}", {"person/name": 1, "other/name": 2}),
        ('#uuid "d17c100f-0668-400a-af91-967fe1a09a9e"', "d17c100f-0668-400a-af91-967fe1a09a9e"),
        ('#inst "2026-03-01T00:00:00.000-00:00"', "2026-03-01T00:00:00.000-00:00"),
        ("#unheard/of {:a #of #these 1}", {"a": 1}),
        ("[1 #_ 2 #_ #_ 3 4 5]", [1, 5]),
        ("[#_ #uuid 1 2]", [2]),
        ("; a comment\r\n[1] ; another", [1]),
        ("[]", []),
        ("{}", {}),
        ("#{}", []),
    ],
)
def test_each_form_becomes_a_plain_value(text: str, value: object) -> None:
    """Keywords lose their colon, sets become lists, tags give way to what they mark, comments and discards to nothing."""
    assert read(text.encode()) == value


HOSTILE = {
    "nothing": b"",
    "only a comment": b"; nothing",
    "a form too many": b"{:a 1} 2",
    "the documentation's own way to print it": b"data = {:a 1}",
    "an equals sign in a map": b"{:popup = {}}",
    "an open bracket": b"[1 2",
    "a closed bracket": b"]",
    "brackets crossed": b"[1 (2])",
    "a hundred thousand brackets": b"[" * 100_000,
    "a hundred thousand pairs": b"[" * 100_000 + b"]" * 100_000,
    "a hundred thousand maps": b"{:a " * 100_000,
    "one level too many": b"[" * (DEEPEST + 1) + b"]" * (DEEPEST + 1),
    "too many bytes": b'"' + b"a" * MOST_BYTES + b'"',
    "an open string": b'"' + b"a" * 100_000,
    "a key twice": b"{:a 1 :a 2}",
    "a key twice, spelled differently": b'{:a 1 "a" 2}',
    "a key without a value": b"{:a}",
    "a key that is a list": b"{[1] 2}",
    "a key that is true": b"{true 2}",
    "a tag on nothing": b"[#uuid]",
    "a tag at the end": b"#uuid",
    "a hundred thousand tags": b"#a " * 100_000,
    "a discard of nothing": b"#_",
    "a namespace on a list": b"#:a [1]",
    "a namespace on a number": b"#:a 1",
    "metadata": b"^{:a 1} [2]",
    "bytes that are no UTF-8": b'{:a "\xff"}',
    "half a surrogate": rb'"\ud83d"',
    "a broken escape": rb'"\uZZZZ"',
    "a ratio over nothing": b"1/0",
    "a number of 5000 digits": b"9" * 5000,
    "a number of 65 bits": b"18446744073709551616",
    "a number beyond floats": b"1e999",
    "a number beyond decimals": b"1E999999999M",
    "no number": b"##NaN",
    "a character that EDN doesn't know": b"\x00",
    "HTML": b"<!doctype html><title>Sorry</title>",
    "half a keyword": b":",
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_is_refused_with_one_error(body: bytes) -> None:
    """Whatever comes, it is BrokenEdn, and its message holds nothing of the text."""
    with pytest.raises(BrokenEdn) as caught:
        read(body)
    assert len(str(caught.value)) < 60


def test_as_deep_as_allowed_is_read() -> None:
    value: Any = read(b"[" * DEEPEST + b"]" * DEEPEST)
    for _ in range(DEEPEST - 1):
        (value,) = value
    assert value == []


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    with suppress(BrokenEdn):
        read(body)


_LEAVES = (
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False, allow_infinity=False) | st.text()
)
_VALUES = st.recursive(_LEAVES, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=20)


@given(_VALUES)
def test_what_is_written_is_read_back(value: object) -> None:
    """Also quotes, brackets and line ends in texts and in keys: nothing leaves its string."""
    assert read(write(value).encode()) == value


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"app-token": "D17C", "sync-popups": True}, '{:app-token "D17C" :sync-popups true}'),
        ({"channel": Keyword("atm")}, "{:channel :atm}"),
        ({"type": Keyword("trail-action/conversion")}, "{:type :trail-action/conversion}"),
        ({"force-funnel-restart?": False}, "{:force-funnel-restart? false}"),
        ({"first name": 1, "": 2, ":a": 3}, '{"first name" 1 "" 2 ":a" 3}'),
        ([None, 1, 2.5, 'say "hi"\n'], r'[nil 1 2.5 "say \"hi\"\n"]'),
    ],
)
def test_values_are_written_as_edn(value: object, text: str) -> None:
    assert write(value) == text


def test_an_independent_reader_reads_what_is_written() -> None:
    read_back = loads(write({"type": Keyword("trail-action/event"), "data": [{"name": "a", "value": "b"}]}))
    assert read_back[TheirKeyword("type")] == TheirKeyword("trail-action/event")
    assert read_back[TheirKeyword("data")][0][TheirKeyword("value")] == "b"


@pytest.mark.parametrize("value", [float("nan"), float("inf"), b"bytes", {1: 2}, object()])
def test_what_edn_does_not_know_is_not_written(value: object) -> None:
    with pytest.raises(ValueError, match="expected"):
        write(value)


@pytest.mark.parametrize("name", ["", "a b", "a}", 'a"', "/", "a/", ":a", "1a", "a\n"])
def test_a_keyword_is_one_keyword(name: str) -> None:
    with pytest.raises(ValueError, match="expected"):
        Keyword(name)


def test_json_has_no_keywords() -> None:
    """Types go without their prefix, as the documentation says of JSON."""
    body = {"type": Keyword("trail-action/conversion"), "data": [{"channel": Keyword("atm")}]}
    assert json.loads(JSON.encode(body)) == {"type": "conversion", "data": [{"channel": "atm"}]}
