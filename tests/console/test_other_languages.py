"""Every page in another language: nothing that the product says itself is English there."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from counterfoil_console.rendering import render
from tests.console.samples.every import SAMPLES
from tests.made_up import english_in, spoken


@pytest.fixture(scope="module")
def language(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with spoken(tmp_path_factory.mktemp("locale")) as made_up:
        yield made_up


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_no_text_of_a_page_stays_english(language: str, name: str) -> None:
    page, around = SAMPLES[name]

    found = english_in(render(page, replace(around, language=language)))
    assert [piece for piece in found if piece not in repr(page)] == []  # a sample says some things in words of its own
