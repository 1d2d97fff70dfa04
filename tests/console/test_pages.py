"""Every page, as HTML: complete, accessible in its bones, safe, and light."""

from dataclasses import replace
from pathlib import Path

import pytest

import counterfoil_console
from counterfoil_console.domain.role import Role
from counterfoil_console.pages.frame import Done, Frame, SignedIn, Toast
from counterfoil_console.pages.page import Page
from counterfoil_console.rendering import render
from tests.console.gallery import weight
from tests.console.hostile import EVERY, HTML, hostile, hostile_frame
from tests.console.reading import read
from tests.console.samples.around import NOW, frame
from tests.console.samples.every import SAMPLES
from tests.console.samples.health import HEALTH

NAMES = sorted(SAMPLES)
TEMPLATES = Path(counterfoil_console.__file__).parent / "templates"


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    return {name: render(*SAMPLES[name]) for name in NAMES}


def test_every_template_of_a_page_has_a_sample() -> None:
    files = {path.name for path in TEMPLATES.glob("*.html")} - {"base.html"}

    assert files == {page.template for page, _ in SAMPLES.values()}


@pytest.mark.parametrize("name", NAMES)
def test_a_page_has_one_heading_and_its_landmarks(pages: dict[str, str], name: str) -> None:
    found = read(pages[name])

    assert len(found.named("h1")) == 1
    assert len(found.named("main")) == 1
    assert found.named("html")[0]["lang"] == "en"
    assert found.named("a")[0]["href"] == "#main"


@pytest.mark.parametrize("name", NAMES)
def test_nothing_inline_that_the_policy_would_block(pages: dict[str, str], name: str) -> None:
    found = read(pages[name])

    assert not found.named("style")
    assert [one["src"] for one in found.named("script")] == [one["src"] for one in found.named("script") if one["src"]]
    assert not [
        one for one in found.elements for attribute in one.attributes if attribute == "style" or attribute[:2] == "on"
    ]
    assert all(one["href"].startswith("/static/") for one in found.named("link"))


@pytest.mark.parametrize("name", NAMES)
def test_every_form_works_plainly_and_is_protected(pages: dict[str, str], name: str) -> None:
    found = read(pages[name])

    for form in found.named("form"):
        assert form["action"].startswith("/")
        assert form["method"] in {"get", "post"}
    posts = [one for one in found.named("form") if one["method"] == "post"]
    tokens = [one for one in found.named("input") if one["name"] == "csrf"]
    assert [one["value"] for one in tokens] == [SAMPLES[name][1].csrf] * len(posts)


@pytest.mark.parametrize("name", NAMES)
def test_ids_are_given_once_and_what_opens_something_finds_it(pages: dict[str, str], name: str) -> None:
    found = read(pages[name])
    ids = [one["id"] for one in found.elements if one["id"]]

    assert len(ids) == len(set(ids))
    for one in found.elements:
        for attribute in ("popovertarget", "aria-labelledby", "aria-describedby"):
            assert not one[attribute] or one[attribute] in ids
    icons = {one["href"] for one in found.named("use")}
    assert icons <= {f"#{one}" for one in ids}


@pytest.mark.parametrize("name", NAMES)
def test_a_viewer_sees_no_button_that_changes_anything(name: str) -> None:
    page, around = SAMPLES[name]
    if around.person is None:
        return
    found = read(render(page, _seen_by_a_viewer(around)))

    allowed = ("/sign-out", "/language", "/columns", "/jobs", "/export", "/cancel")
    assert not [
        form["action"] for form in found.named("form") if form["method"] == "post" and not form["action"].endswith(allowed)
    ]
    assert not [one["href"] for one in found.named("a") if one["href"].startswith("/oauth")]


def _seen_by_a_viewer(around: Frame) -> Frame:
    viewer = SignedIn(name="Aisha Reyes", role=Role.VIEWER)
    return Frame(
        now=around.now,
        path=around.path,
        person=viewer,
        csrf=around.csrf,
        current=around.current,
    )


@pytest.mark.parametrize("name", NAMES)
def test_hostile_values_stay_text(subtests: pytest.Subtests, name: str) -> None:
    page, around = SAMPLES[name]
    for sort, value in EVERY.items():
        with subtests.test(sort):
            assert_it_stays_text(render(hostile(page, value), hostile_frame(around, value)))


def assert_it_stays_text(html: str) -> None:
    found = read(html)
    assert "<script>alert(1)" not in html
    assert not found.named("img", "style")
    assert all(one["src"].startswith("/static/") for one in found.named("script"))
    assert not [one for one in found.elements for attribute in one.attributes if attribute[:2] == "on"]
    assert len(found.named("main")) == len(found.named("body")) == 1


def test_what_is_hostile_is_shown_as_it_is() -> None:
    page, around = SAMPLES["records"]

    assert HTML in read(render(hostile(page, HTML), around)).text


@pytest.mark.parametrize("name", NAMES)
def test_a_page_is_light(pages: dict[str, str], name: str) -> None:
    plain, compressed = weight(pages, name)

    assert plain < 60_000
    assert compressed < 25_000


@pytest.mark.parametrize("done", list(Done))
def test_everything_that_can_be_done_is_told_afterwards(done: Done) -> None:
    around = Frame(now=NOW, path="/", csrf="c", toast=Toast(done=done))

    told, silent = (read(render(HEALTH, _with_connection(one))) for one in (around, replace(around, toast=None)))

    assert [one["role"] for one in told.named("div") if one["role"] == "status"] == ["status"]
    assert len(told.text.split()) > len(silent.text.split()) + 2


def _with_connection(around: Frame) -> Frame:
    usual = frame("/")
    return Frame(now=around.now, path="/", csrf="c", person=usual.person, current=usual.current, toast=around.toast)


def test_what_a_template_names_must_be_given() -> None:
    class Empty(Page):
        template = "people.html"

    with pytest.raises(Exception, match="has no attribute"):
        render(Empty(), frame("/people"))


@pytest.mark.parametrize("name", ["planning", "exports"])
def test_without_scripts_what_is_under_way_is_looked_at_again_by_a_link(pages: dict[str, str], name: str) -> None:
    around = pages[name].partition("<noscript>")[2].partition("</noscript>")[0]
    assert "Look again" in around
    assert 'href="/c/northlight/' in around
