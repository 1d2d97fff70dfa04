"""What each page weighs and reads, at few records and at many."""

import gzip
import re
import statistics
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from counterfoil_console.pages.rule_step import RuleStep
from counterfoil_console.web.application import every_subject
from tests.figures.office import CONNECTION, RECORD, Office

MOST_BYTES, MOST_COMPRESSED, MOST_READS = 60_000, 25_000, 5
"""Reads are calls of DynamoDB, all of them: who is signed in (with the connection and the other items whose keys the
address tells, in one BatchGetItem), the counts, and what the page itself asks for.
"""
_OPENED = 5
"""How often a page is opened; its time is the median."""
_NO_PAGES = re.compile(r"^/(?:api|static|auth|oauth|healthz)|/(?:export|pdf|download)\b")
_LOADED = re.compile(r'(?:src|rel="stylesheet" href|rel="icon" href)="(/static/[^"]+)"')
_MORE = (
    f"/c/{CONNECTION}/records?status=failing",
    f"/c/{CONNECTION}/records?category=E7",
    f"/c/{CONNECTION}/records?q=INV-00001",
    *(f"/c/{CONNECTION}/rules/invoice?step={step}" for step in RuleStep),
    f"/c/{CONNECTION}/rules/invoice?step=limits&source=hubspot",
)
"""The same page by other questions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """One page. `milliseconds` are the handler's, without the table's."""

    path: str
    status: int
    html: str
    size: int
    compressed: int
    reads: int
    milliseconds: float


def paths(office: Office) -> Sequence[str]:
    """Every page that there is, as its route is declared."""
    parts = {
        "<connection>": CONNECTION,
        "<record>": RECORD,
        "<plan>": office.plan_id,
        "<kind>": "invoice",
        "<category>": "E7",
    }
    declared = (route.path for subject in every_subject() for route in subject.declared if route.method == "GET")
    filled = [_filled(path, parts) for path in declared if not _NO_PAGES.search(path)]
    applied = f"/c/{CONNECTION}/plans/{office.applied_id}"
    some = (applied, f"{applied}?became=refused", f"{applied}?action=create&became=changed")
    return [path for path in (*filled, *_MORE, *some) if "<" not in path]


def weigh(office: Office, path: str) -> Weighed:
    """Open a page, and count."""
    before = office.aws.tables.reads
    answered = office.open(path)
    reads = office.aws.tables.reads - before
    parts = [answered.text, *(office.open(one).text for one in dict.fromkeys(_LOADED.findall(answered.text)))]
    return Weighed(
        path=path,
        status=answered.status,
        html=answered.text,
        size=sum(len(part.encode()) for part in parts),
        compressed=sum(len(gzip.compress(part.encode())) for part in parts),
        reads=reads,
        milliseconds=statistics.median(_milliseconds(office, path) for _ in range(_OPENED)),
    )


def _milliseconds(office: Office, path: str) -> float:
    tables, began = office.aws.tables.seconds, time.perf_counter()
    office.open(path)
    return (time.perf_counter() - began - (office.aws.tables.seconds - tables)) * 1000


def complaints(few: Mapping[str, Weighed], many: Mapping[str, Weighed]) -> Iterator[str]:
    """What is not as it must be."""
    for path, there in few.items():
        here = many[path]
        yield from dict.fromkeys([*_about(there), *_about(here)])
        if there.reads != here.reads:
            yield f"{path} reads {there.reads} times at few records, and {here.reads} times at many"


def _about(one: Weighed) -> Iterator[str]:
    if one.status >= 400:
        yield f"{one.path} answers {one.status}"
    if one.size >= MOST_BYTES or one.compressed >= MOST_COMPRESSED:
        yield f"{one.path} weighs {one.size} bytes, {one.compressed} compressed"
    if one.reads > MOST_READS:
        yield f"{one.path} reads {one.reads} times"


def _filled(path: str, parts: Mapping[str, str]) -> str:
    for name, value in parts.items():
        path = path.replace(name, value)
    return path
