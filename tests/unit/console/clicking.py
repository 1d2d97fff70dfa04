"""A person who clicks through pages: only what is there to be clicked on can be, by its words, and every click counts."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from tests.unit.console.house import Answered, Browser


@dataclass(slots=True)
class Control:
    """Something to click on: a link, a button of a form with all that the form sends, or what `opens` a dialog.

    What is in a `dialog` is only there while that is open.
    """

    words: str = ""
    link: str = ""
    action: str = ""
    sends: dict[str, list[str]] = field(default_factory=dict)
    opens: str = ""
    dialog: str = ""


class _Controls(HTMLParser):
    """Finds every control of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Control] = []
        self._form: tuple[str, dict[str, list[str]]] | None = None
        self._open: Control | None = None
        self._dialog = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = (given.get("action", ""), {})
        elif tag == "dialog":
            self._dialog = given["id"]
        elif tag == "a":
            self._begin(Control(link=given.get("href", "")))
        elif tag == "button" and "disabled" not in given:
            self._button(given)
        elif tag == "input" and self._form and _is_sent(given, dict(attrs)):
            self._form[1].setdefault(given["name"], []).append(given.get("value", ""))

    def _button(self, given: dict[str, str]) -> None:
        if given.get("popovertarget"):
            self._begin(Control(opens=given["popovertarget"]))
        elif self._form:
            chosen = {given["name"]: [given.get("value", "")]} if given.get("name") else {}
            self._begin(Control(action=self._form[0], sends={**self._form[1], **chosen}))

    def handle_data(self, data: str) -> None:
        if self._open:
            self._open.words += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            for control in self.found:
                if self._form and control.action == self._form[0]:
                    control.sends = {**self._form[1], **control.sends}
            self._form = None
        elif tag == "dialog":
            self._dialog = ""
        elif tag in {"a", "button"}:
            self._open = None

    def _begin(self, control: Control) -> None:
        self._open, control.dialog = control, self._dialog
        self.found.append(control)


def _is_sent(given: dict[str, str], attributes: dict[str, str | None]) -> bool:
    chosen = given.get("type") not in {"radio", "checkbox"} or "checked" in attributes
    return bool(given.get("name")) and chosen


class Visitor:
    """Somebody at a browser, who has seen these `pages` and made so many `clicks`."""

    def __init__(self, browser: Browser, address: str) -> None:
        self._browser = browser
        self.clicks, self.pages = 0, list[str]()
        self._dialog = ""
        self.page = self._at(browser.get(address), address)

    def click(self, words: str) -> None:
        """On the first control that begins with these words."""
        there = [one for one in _controls(self.page.text) if one.dialog == self._dialog]
        control = next((one for one in there if _plain(one.words).startswith(words)), None)
        assert control, f"{words!r} is not among {[_plain(one.words) for one in there]}"
        self.clicks, self._dialog = self.clicks + 1, control.opens
        if control.link:
            self.page = self._at(self._browser.get(control.link), control.link)
        elif control.action:
            self.page = self._at(self._browser.post(control.action, control.sends), control.action)

    def look_again(self) -> None:
        """The page asks for itself again while something is under way; nobody clicks."""
        self.page = self._browser.get(self.pages[-1])

    @property
    def words(self) -> str:
        """What the page says."""
        return _plain(re.sub(r"<[^>]*>", " ", self.page.text))

    def _at(self, answer: Answered, address: str) -> Answered:
        while answer.status == 303:
            address, answer = answer.location, self._browser.get(answer.location)
        assert answer.status == 200, answer.text
        self.pages.append(address)
        return answer


def _controls(html: str) -> list[Control]:
    parser = _Controls()
    parser.feed(html)
    return parser.found


def _plain(text: str) -> str:
    return " ".join(text.split())
