"""Somebody who has no mouse: Tab, Shift, Enter, Escape, arrows and letters are all there is."""

from playwright.sync_api import Page

FARTHEST = 200
"""Tabs after which nobody looks any further."""

_FOCUSED = """() => {
  const one = document.activeElement
  if (one === document.body) return ''
  return (one.getAttribute('aria-label') || (one.labels && one.labels[0] || one).innerText || '').trim()
}"""


class Keyboard:
    """The keys of one page."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def go_to(self, name: str) -> None:
        """Tab on until what begins with this name has the focus. Raises AssertionError with what was passed."""
        passed: list[str] = []
        while not (focused := self.focused).startswith(name):
            passed.append(focused)
            assert len(passed) < FARTHEST, f"{name} is not reached: {sorted(set(passed))}"
            self._page.keyboard.press("Tab")

    def open(self, name: str) -> None:
        """Go to a button that opens something on the same page, and press it."""
        self.go_to(name)
        self._page.keyboard.press("Enter")

    def follow(self, name: str) -> None:
        """Go to a link or a button that leads to a page, and press it."""
        self.go_to(name)
        with self._page.expect_navigation():
            self._page.keyboard.press("Enter")

    def write(self, name: str, text: str) -> None:
        """Go to a field and write into it."""
        self.go_to(name)
        self._page.keyboard.type(text)

    def pick(self, name: str, value: str) -> None:
        """Go to a list and down it until this value is picked."""
        self.go_to(name)
        for _ in range(FARTHEST):
            if self._page.evaluate("document.activeElement.value") == value:
                return
            self._page.keyboard.press("ArrowDown")
        raise AssertionError(f"{name} has no {value}")

    def escape(self) -> None:
        """Leave a question as it is."""
        self._page.keyboard.press("Escape")

    @property
    def focused(self) -> str:
        """The name of what has the focus, as it is spoken."""
        name: str = self._page.evaluate(_FOCUSED)
        return name
