"""A vendor's refusal, as an operator reads it."""

from counterfoil.domain.errors import Failure
from counterfoil.domain.texts.catalogue import ERROR_TEXTS, explanation_of


def told(failure: Failure) -> str:
    """Title, what happened and what to do on one line, and the vendor's own text behind them."""
    text = ERROR_TEXTS[failure.category]
    said = dict.fromkeys((text.cause, explanation_of(failure), *text.steps))
    details = f" ({failure.vendor_text})" if failure.vendor_text else ""
    return f"{text.title}: {' '.join(said)}{details}"
