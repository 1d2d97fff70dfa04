"""The documents name what exists: every decision is in the index, every path and command in the project."""

import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[3]
DECISIONS = (PROJECT / "infra/decisions.md").read_text(encoding="utf-8")
DOCUMENTS = ["README.md", "CONTRIBUTING.md", "infra/decisions.md"]
ELSEWHERE = {"/crm/v3", ".local/bench.json"}
"""Paths of vendors, and what a command makes."""
ROOMS = ("shared/counterfoil", "shared/counterfoil/engine", "console/counterfoil_console")
"""Paths may begin in any of these."""


def anchor(title: str) -> str:
    """The link to a heading, as GitHub makes it."""
    return "#" + re.sub(r"[^a-z0-9 _-]", "", title.lower()).replace(" ", "-")


def links(text: str) -> list[tuple[str, str]]:
    return re.findall(r"\[([^\]]+)\]\((#[^)]+)\)", text)


def test_every_decision_is_in_the_index_once() -> None:
    index, _, decisions = DECISIONS.partition("\n## 20")
    titles = re.findall(r"^### (.+)$", decisions, re.MULTILINE)
    assert Counter(links(index)) == Counter((title, anchor(title)) for title in titles)


def test_what_replaces_a_decision_is_there() -> None:
    anchors = {anchor(title) for title in re.findall(r"^### (.+)$", DECISIONS, re.MULTILINE)}
    assert {link for _, link in links(DECISIONS)} <= anchors


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_path_that_is_named_exists(document: str) -> None:
    named = set(re.findall(r"`([\w./-]+/[\w./-]*)`", (PROJECT / document).read_text(encoding="utf-8"))) - ELSEWHERE
    rooms = [PROJECT, *(PROJECT / room for room in ROOMS)]
    assert [path for path in sorted(named) if not any((room / path).exists() for room in rooms)] == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_command_that_is_named_exists(document: str) -> None:
    tasks = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["poe"]["tasks"]
    named = set(re.findall(r"\bpoe ([a-z][a-z-]+)", (PROJECT / document).read_text(encoding="utf-8")))
    assert named <= tasks.keys()
