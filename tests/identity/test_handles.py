"""Handles are normalized before they are compared, and values that name nobody are none."""

import pytest

from loaders.identity.handle import Handle, Kind, handle, national, significant
from resolvers.identity.links import BrokenLinks, read_links


@pytest.mark.parametrize(
    ("kind", "raw", "text"),
    [
        (Kind.EMAIL, "  Ana.Popescu0@Example.COM ", "ana.popescu0@example.com"),
        (Kind.EMAIL, "not an address", None),
        (Kind.EMAIL, "anonymous@anonymous.com", None),
        (Kind.EMAIL, "null", None),
        (Kind.PHONE, "0722 100 000", "+40722100000"),
        (Kind.PHONE, "+40 722 100 000", "+40722100000"),
        (Kind.PHONE, "0040722100000", "+40722100000"),
        (Kind.PHONE, "40722100000", "+40722100000"),
        (Kind.PHONE, "420221634695", "+420221634695"),
        (Kind.PHONE, "0000000000", None),
        (Kind.PHONE, "12345", None),
        (Kind.EXTERNAL_ID, " C100000 ", "C100000"),
        (Kind.EXTERNAL_ID, "undefined", None),
        (Kind.LOYALTY_CARD, "0000", None),
        (Kind.LOYALTY_CARD, "", None),
    ],
)
def test_a_raw_value_becomes_one_normal_form_or_nothing(kind: Kind, raw: str, text: str | None):
    """Phones without a country code are of the installation's region."""
    assert handle(kind, raw, "RO") == (Handle(kind, text) if text else None)


def test_a_handle_never_prints_its_text():
    """It is personal data."""
    assert "ana" not in repr(Handle(Kind.EMAIL, "ana@example.com"))


def test_a_number_is_spelled_as_vendors_want_it():
    """National for those that store what people typed, the significant digits for those that search by "contains"."""
    assert national("+40722100000") == "0722100000"
    assert significant("+40722100000") == "722100000"


def test_links_join_groups_and_every_broken_line_is_named():
    """Three vendors linked by two lines are one group; four broken lines are four complaints."""
    links = read_links(["# a comment", "a,1,b,2", "b,2,c,3", ""], {"a", "b", "c"})
    assert links.partner("c", "3", "a") == "1"

    with pytest.raises(BrokenLinks) as caught:
        read_links(["a,1,b,2", "a,1,b", "a,1,x,2", "a,1,a,2", "a,1,b,9"], {"a", "b"})
    assert [complaint.partition(":")[0] for complaint in caught.value.complaints] == ["line 2", "line 3", "line 4", "line 5"]
