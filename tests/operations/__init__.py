"""The contract's 85 operations, each held against its vendor's documentation."""

import pytest

pytest.register_assert_rewrite("tests.operations.paper")
