"""A stand-in that shared code with the client it proves would prove nothing."""

import re
from pathlib import Path

import pytest

from gateway.registry import VENDORS

ROOT = Path(__file__).parents[2]
_IMPORTED = re.compile(r"^\s*(?:from|import) ((?:gateway|schema|resolvers|loaders)[\w.]*)", re.MULTILINE)


@pytest.mark.parametrize("vendor", VENDORS)
def test_a_stand_in_imports_nothing_but_its_own_and_who_lives_in_the_town(vendor: str):
    """Not the vendor's records, reads or settings, which import-linter would take for the same package."""
    home = f"loaders.{vendor}.sandbox"
    files = (ROOT / home.replace(".", "/")).rglob("*.py")
    imported = {name for file in files for name in _IMPORTED.findall(file.read_text())}

    assert {name for name in imported if not f"{name}.".startswith(f"{home}.")} == {"loaders.sandbox.people"}
