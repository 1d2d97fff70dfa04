"""The table's stream as the reporter gets it, and what must be true of what people were told."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from counterfoil.adapters.aws.images import read_images
from counterfoil.domain.identity import System
from counterfoil.domain.outcome import OutcomeStatus, SyncOutcome

Image = Mapping[str, Any]
_MOST_IMAGES = 20
"""As many failures as one message names."""
_DETAILS = "  Details: "
_SYSTEMS = tuple(f"{system}:" for system in System)
_ID = re.compile(r"\b(?:hubspot|quickbooks):(?:customer|product|invoice|payment)")
_FILTERS = {("outcome", "failing"), ("connection", "needs_reconnect")}
_SOLVED = {("outcome", "in_sync"), ("outcome", "excluded")}


class FailureStream:
    """What passes the stream's filters, in order; a batch comes again until it is done."""

    def __init__(self, stream: Sequence[Image]) -> None:
        self._stream, self._seen = stream, 0
        self._pending: list[Image] = []
        self._before: dict[tuple[str, str], str] = {}

    def take(self) -> list[Image]:
        """The next batch."""
        self._pending += [image for image in self._stream[self._seen :] if self._passes(image)]
        self._seen = len(self._stream)
        return self._pending[:_MOST_IMAGES]

    def _passes(self, image: Image) -> bool:
        """A record that is solved passes by its old image, in which it failed or waited."""
        key, kind = (image["pk"]["S"], image["sk"]["S"]), _kind_of(image)
        before = self._before.get(key, "")
        self._before[key] = kind[1]
        return kind in _FILTERS or (kind in _SOLVED and before in {"failing", "waiting"})

    def done(self, count: int) -> None:
        """The first `count` were reported."""
        del self._pending[:count]


def not_told(failing: Iterable[SyncOutcome], published: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Failing records of which no message speaks."""
    told = [text for _, text in published]
    for outcome in failing:
        texts = (text for text in told if _is_about(text, outcome.connection_id))
        if not any(_times_named(text, str(outcome.ref), str(outcome.category)) for text in texts):
            yield f"nobody was told that {outcome.ref} fails: {outcome.category}"


def told_twice(stream: Iterable[Image], published: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Records of which people heard more often than they began to fail or failed in another way."""
    times, told = _failures(stream), [text for _, text in published]
    for (connection, ref, category), allowed in times.items():
        heard = sum(_times_named(text, ref, category) for text in told if _is_about(text, connection))
        if heard > allowed:
            yield f"people were told {heard} times that {ref} of {connection} fails ({category}), it did {allowed} times"


def ids_people_read(stream: Iterable[Image], published: Iterable[tuple[str, str]]) -> Iterator[str]:
    """What people read in which a record stands by an id of ours; a message's details are for support, and may."""
    outcomes, _ = read_images(image for image in stream if _kind_of(image)[0] == "outcome")
    said = {sentence for one in outcomes for sentence in _sentences(one)}
    lines = {line for subject, text in published for line in (subject, *text.splitlines())}
    found = sorted(text for text in said | lines if _ID.search(text) and not text.startswith(_DETAILS))
    yield from (f"people read an id: {text}" for text in found)


def _sentences(outcome: SyncOutcome) -> Iterator[str]:
    yield from (outcome.label, outcome.cause, outcome.remedy, outcome.explanation, *outcome.reasons, *outcome.remarks)
    yield from (one.name for one in outcome.candidates)


def _is_about(text: str, connection_id: str) -> bool:
    return text.endswith(f"\nConnection: {connection_id}")


def _times_named(text: str, ref: str, category: str) -> int:
    """How often a message says that a record fails for a cause of this category."""
    causes = (paragraph.splitlines() for paragraph in text.split("\n\n") if paragraph.startswith(f"{category} "))
    return sum(_ref_in(line) == ref for lines in causes for line in lines if line.startswith(_DETAILS))


def _ref_in(line: str) -> str:
    """The record that a line of details is about: the first of the refs at its end, before its counterpart's."""
    *_, before, last = ["", *line.removeprefix(_DETAILS).split("; ")]
    return before if before.startswith(_SYSTEMS) else last


def _failures(stream: Iterable[Image]) -> Counter[tuple[str, str, str]]:
    """How often each record began to fail, by connection, record and category."""
    times: Counter[tuple[str, str, str]] = Counter()
    last: defaultdict[tuple[str, str], object] = defaultdict(object)
    for outcome in read_images(image for image in stream if _kind_of(image)[0] == "outcome")[0]:
        place = (outcome.connection_id, str(outcome.ref))
        standing = (outcome.status, outcome.category, outcome.explanation, outcome.vendor_text)
        if outcome.status is OutcomeStatus.FAILING and standing != last[place]:
            times[(*place, str(outcome.category))] += 1
        last[place] = standing
    return times


def _kind_of(image: Image) -> tuple[str, str]:
    return image.get("item_type", {}).get("S", ""), image.get("status", {}).get("S", "")
