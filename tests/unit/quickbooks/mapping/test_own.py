"""The values of own mappings as members of QuickBooks' objects."""

import pytest

from counterfoil.adapters.quickbooks.mapping.own import with_own
from counterfoil.domain.connection import CompanyProfile
from tests.unit.quickbooks.support import row

COMPANY = CompanyProfile(lists={"ClassRef": {"Web": "3"}})
CLASS_OF_LINES = {"Line.ClassRef.name": "Web"}


def test_lines_that_are_missing_are_not_written_over() -> None:
    with pytest.raises(ValueError, match="Line: missing"):
        with_own({"Id": "7"}, CLASS_OF_LINES, COMPANY, row(TotalAmt=5))
    assert with_own({"Id": "7"}, CLASS_OF_LINES, COMPANY, {})["Line"] == []
