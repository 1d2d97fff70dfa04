"""Values of lines, put together into one text and taken apart again."""

import pytest

from counterfoil.domain.rules.line_values import apart, each, spoken, together


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ([], ""),
        (["", ""], ""),
        (["Web"], "Web"),
        (["", "Web", "", "Retail", ""], "\nWeb\n\nRetail"),
        ([" East\n Coast\t"], "East Coast"),
    ],
)
def test_values_keep_their_lines(values: list[str], text: str) -> None:
    assert together(values) == text
    assert together(apart(text)) == text


def test_each_value_is_changed_on_its_own() -> None:
    assert each("a\n\nb", str.upper) == "A\n\nB"
    assert each("", str.upper) == ""


def test_values_are_read_in_one_line() -> None:
    assert spoken("Web\n\nRetail") == "Web /  / Retail"
