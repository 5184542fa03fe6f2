"""What the pages' programs take."""

from pathlib import Path

import pytest

from tests.docs.pages import ROOT


@pytest.fixture
def published() -> Path:
    """The schema as it is in the repository."""
    return ROOT / "schema.graphql"
