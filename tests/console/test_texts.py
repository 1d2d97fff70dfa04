"""Every text that people see goes through gettext, so that another language is another catalogue."""

import re
from pathlib import Path

import pytest
from jinja2 import nodes

import counterfoil_console
from counterfoil.domain.texts.catalogue import ERROR_TEXTS
from counterfoil.domain.texts.checks import CHECKS
from counterfoil_console.rendering import environment
from tests.made_up import extracted

TEMPLATES = Path(counterfoil_console.__file__).parent / "templates"
FILES = sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html"))
SAME_EVERYWHERE = {
    *("Counterfoil", "HubSpot", "QuickBooks", "QuickBooks Online", "PDF", "CSV", "Slack", "Teams", "USD", "ms"),
    *("HubSpot ⇄ QuickBooks", "HubSpot → QuickBooks", "QuickBooks → HubSpot", "name@company.com", "https://"),
}
"""Names and units."""
_TAG = re.compile(r"<!--.*?-->|<[^>]*>|</?[a-z]+\s[^>]*$|^[^<]*>", re.DOTALL)
_SPOKEN = re.compile(r'(?:aria-label|placeholder|title|alt)="([^"{]*[A-Za-z][^"{]*)"')


@pytest.mark.parametrize("file", FILES)
def test_no_text_stands_beside_gettext(file: str) -> None:
    source = (TEMPLATES / file).read_text(encoding="utf-8")
    plain = re.sub(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", "\x00", source, flags=re.DOTALL)
    shown = re.split(r"\x00|\n", re.sub(r"<[^>]*>", "\n", plain))

    assert not [
        text for piece in shown if re.search(r"[A-Za-z]{2}", text := piece.strip(" ,.·/")) and text not in SAME_EVERYWHERE
    ]
    assert not set(_SPOKEN.findall(plain)) - SAME_EVERYWHERE


@pytest.mark.parametrize("file", FILES)
def test_no_sentence_is_a_mere_string(file: str) -> None:
    tree = environment("en").parse((TEMPLATES / file).read_text(encoding="utf-8"))
    translated = {
        id(argument)
        for call in tree.find_all(nodes.Call)
        if isinstance(call.node, nodes.Name) and call.node.name in {"_", "gettext", "ngettext", "pgettext"}
        for argument in call.args
    }

    plain = [one.value for one in tree.find_all(nodes.Const) if isinstance(one.value, str) and id(one) not in translated]
    assert not [
        text
        for text in plain
        if re.search(r"[A-Za-z]{2,} [a-z]{2,}|^[A-Z][a-z]+$", text) and text not in SAME_EVERYWHERE | _CLASSES
    ]


_CLASSES = {"quiet small", "choices rows", "rows in stack", "in stack", "main two"}


@pytest.fixture(scope="module")
def texts() -> set[tuple[str | None, str]]:
    return {(context, one) for context, text in extracted() for one in (text if isinstance(text, tuple) else (text,))}


@pytest.mark.parametrize("file", FILES)
def test_every_text_of_a_template_is_extracted(file: str, texts: set[tuple[str | None, str]]) -> None:
    tree = environment("en").parse((TEMPLATES / file).read_text(encoding="utf-8"))
    known = {text for _, text in texts}
    for call in tree.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name in {"_", "ngettext"}:
            wanted = [one.value for one in call.args if isinstance(one, nodes.Const)]
            assert {one for one in wanted if isinstance(one, str)} <= known


def test_the_catalogue_of_causes_and_checks_is_extracted(texts: set[tuple[str | None, str]]) -> None:
    found = {text for _, text in texts}

    assert {part for told in ERROR_TEXTS.values() for part in (told.title, told.cause, *told.steps)} <= found
    assert {part for told in CHECKS.values() for part in (told.title, told.why)} <= found


def test_the_words_of_python_are_extracted(texts: set[tuple[str | None, str]]) -> None:
    found = {text for _, text in texts}

    assert {"%(count)s invoice", "%(count)s min ago", "ledgers agree", "is one of"} <= found
