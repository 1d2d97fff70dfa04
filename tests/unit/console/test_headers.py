"""What every answer says to the browser, whatever becomes of the request."""

import re

import pytest

from tests.unit.console.house import Browser, House

OPEN = ("/healthz", "/sign-in", "/signed-out", "/auth/start", "/auth/callback", "/static/nothing")
PATHS = (*OPEN, "/people", "/", "/nothing")


@pytest.mark.parametrize("path", PATHS)
def test_nothing_is_kept_framed_guessed_or_told_elsewhere(dana: Browser, stranger: Browser, path: str) -> None:
    for browser in (dana, stranger):
        headers = browser.get(path).headers
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert headers["Strict-Transport-Security"].startswith("max-age=")
        policy = headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
        assert policy.endswith("base-uri 'none'; frame-ancestors 'none'")
        assert "unsafe" not in policy


@pytest.mark.parametrize("path", PATHS)
def test_head_is_answered_as_get_is_but_for_the_content(house: House, dana: Browser, path: str) -> None:
    cookies = [f"{name}={value}" for name, value in dana.cookies.items()]
    get, head = (house.call(method, path, {}, cookies=cookies) for method in ("GET", "HEAD"))
    assert (head.status, head.text) == (get.status, "")
    assert set(head.headers) == set(get.headers)


def test_forms_may_end_at_both_vendors_consents(dana: Browser) -> None:
    policy = dana.get("/people").headers["Content-Security-Policy"]
    (forms,) = [part.split() for part in policy.split("; ") if part.startswith("form-action")]
    assert {"'self'", "https://app.hubspot.com", "https://appcenter.intuit.com"} <= set(forms)


def test_pages_need_nothing_from_elsewhere(dana: Browser, stranger: Browser) -> None:
    for page in (dana.get("/people").text, dana.get("/").text, stranger.get("/sign-in").text):
        sources = re.findall(r'\s(?:src|href|action)="([^"]*)"', page)
        assert sources
        assert not [source for source in sources if not source.startswith(("/", "#"))]
        assert not re.search(r"<style|<script>|\sstyle=|\son\w+=", page)


def test_static_files_are_kept_forever_and_compressed(stranger: Browser) -> None:
    page = stranger.get("/sign-in").text
    for address in set(re.findall(r'"(/static/[^"]+)"', page)):
        answer = stranger.get(address)
        assert answer.status == 200
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert answer.headers["Content-Encoding"] == "gzip"
        assert answer.text


def test_pages_are_compressed_for_whoever_takes_it(stranger: Browser, house: House) -> None:
    assert stranger.get("/sign-in").headers["Content-Encoding"] == "gzip"
    plain = house.call("GET", "/sign-in", {})
    assert "Content-Encoding" not in plain.headers
    assert plain.text == stranger.get("/sign-in").text


def test_the_first_page_is_small(dana: Browser) -> None:
    assert len(dana.get("/people").text) < 60_000


def test_machines_are_told_whether_it_answers(stranger: Browser) -> None:
    answer = stranger.get("/healthz")
    assert (answer.status, answer.text) == (200, "ok")
