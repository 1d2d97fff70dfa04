"""What documents name of QuickBooks' lists for convenience only: terms of payment and methods. They keep no money back."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from counterfoil.adapters.quickbooks.client import BatchItem, Document
from counterfoil.domain.errors import Cure, Failure

_CONVENIENCES = {"SalesTermRef", "PaymentMethodRef"}
"""The due date and the payment's own amount stand beside them."""

Answers = Mapping[str, Document | Failure]


def write_or_do_without(write: Callable[[Sequence[BatchItem]], Answers], items: Sequence[BatchItem]) -> Answers:
    """Write the items; what is refused for something inactive is written once more without its conveniences.

    QuickBooks does not say what is inactive, and people make terms and methods so without the profile knowing for a day.
    The second try has a key of its own, since the answer to a known one may be repeated.
    """
    answers = write(items)
    plainer = {item.key: one for item in _refused(items, answers) if (one := _plainer(item))}
    again = write(list(plainer.values()))
    return {**answers, **{key: again[one.key] for key, one in plainer.items()}}


def _refused(items: Iterable[BatchItem], answers: Answers) -> Iterable[BatchItem]:
    for item in items:
        answer = answers[item.key]
        if isinstance(answer, Failure) and answer.cure is Cure.RESOLVING:
            yield item


def _plainer(item: BatchItem) -> BatchItem | None:
    """The item without conveniences, None when it has none."""
    without = {name: _stripped(member) for name, member in item.body.items()}
    return None if without == item.body else replace(item, key=f"{item.key}-plain", body=without)


def _stripped(member: object) -> object:
    if not isinstance(member, Mapping):
        return member
    return {name: value for name, value in member.items() if name not in _CONVENIENCES}
