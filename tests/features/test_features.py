"""The measure counts only what names a feature, runs, and uses the product from outside."""

from pathlib import Path

import pytest

from tests.features.__main__ import unproven
from tests.features.catalogue import FEATURES
from tests.features.proofs import TESTS, Claim, claim_of, marked_files, proofs

INSIDE, OUTSIDE = "tests/unit/domain/test_money.py", "tests/remedies/test_company.py"


def claimed(file: str, *marks: pytest.MarkDecorator) -> Claim:
    """What a test with these marks claims in this file."""
    return claim_of(f"{file}::test_it[one]", [each.mark for each in marks])


def test_a_test_that_uses_the_product_from_outside_counts() -> None:
    claim = claimed(OUTSIDE, pytest.mark.feature("E7", "I10"))
    assert claim.faults == ()
    assert proofs([claim])["E7"] == proofs([claim])["I10"] == [f"{OUTSIDE}::test_it"]


def test_one_that_judges_the_domain_alone_does_not_count() -> None:
    claim = claimed(INSIDE, pytest.mark.feature("E7"))
    assert claim.faults == ("it does not use the product from outside",)
    assert proofs([claim])["E7"] == []


@pytest.mark.parametrize("mark", [pytest.mark.skip, pytest.mark.xfail])
def test_one_that_is_not_run_does_not_count(mark: pytest.MarkDecorator) -> None:
    assert claimed(OUTSIDE, pytest.mark.feature("E7"), mark).faults == (f"it is marked {mark.name}",)


def test_a_feature_that_does_not_exist_is_no_proof() -> None:
    assert claimed(OUTSIDE, pytest.mark.feature("E99")).faults == ("there is no feature E99",)


def test_a_feature_that_is_due_and_has_no_test_is_missing() -> None:
    found = {name: ["a test"] for name in FEATURES} | {"Y1": [], "X11": []}
    assert unproven(found) == ["Y1"]


def test_only_files_that_claim_something_are_read() -> None:
    assert Path(__file__) in marked_files()
    assert TESTS / "unit/domain/test_money.py" not in marked_files()
