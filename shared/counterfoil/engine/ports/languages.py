"""The languages in which people are written to."""

from typing import Protocol

from counterfoil.domain.texts.speaking import Say, in_english


class Languages(Protocol):
    """How each language says things."""

    def __call__(self, language: str) -> Say:
        """What says texts in a language; in English where it is not known, or ""."""
        ...


def english_only(language: str) -> Say:  # noqa: ARG001 - of the port
    """Nothing but English."""
    return in_english
