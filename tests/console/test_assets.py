"""The static files, and their names."""

import re

import pytest

from counterfoil_console.assets import address_of, asset, symbols


def test_a_file_is_found_under_the_address_that_pages_name() -> None:
    address = address_of("console.css")
    content, kind = asset(address.removeprefix("/static/"))

    assert re.fullmatch(r"/static/[0-9a-f]{16}-console\.css", address)
    assert kind == "text/css; charset=utf-8"
    assert b"light-dark(" in content


@pytest.mark.parametrize("name", ["console.css", "../assets.py", "0000000000000000-console.css", "icons.svg", ""])
def test_nothing_else_is_served(name: str) -> None:
    with pytest.raises(KeyError):
        asset(name)


def test_the_style_sheet_is_sent_without_its_layout_but_with_all_its_rules() -> None:
    content, _ = asset(address_of("console.css").removeprefix("/static/"))

    assert b"\n" not in content
    assert b"/*" not in content
    assert content.count(b"{") == content.count(b"}") > 100


def test_icons_have_names() -> None:
    assert {"ok", "need", "wait", "out", "stop", "mark"} <= symbols().keys()
