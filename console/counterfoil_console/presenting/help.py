"""The catalogue of causes."""

from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.texts.catalogue import ERROR_TEXTS
from counterfoil_console.pages.help import CauseTitle, HelpCausePage, HelpPage

_PASSING = frozenset({ErrorCategory.VENDOR_UNAVAILABLE, *(one for one in ErrorCategory if one.is_our_own)})
"""What waiting cures."""


def help_page() -> HelpPage:
    """Every cause by its title."""
    titles = sorted((title_of(one) for one in ErrorCategory), key=lambda one: one.title)
    return HelpPage(
        needing=tuple(one for one in titles if one.category not in _PASSING),
        passing=tuple(one for one in titles if one.category in _PASSING),
    )


def help_cause_page(category: ErrorCategory) -> HelpCausePage:
    """What one cause means, and what to do."""
    text = ERROR_TEXTS[category]
    return HelpCausePage(cause=title_of(category), meaning=text.cause, steps=text.steps)


def title_of(category: ErrorCategory) -> CauseTitle:
    """A cause by its title."""
    return CauseTitle(category, ERROR_TEXTS[category].title)
