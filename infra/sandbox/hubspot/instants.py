"""Moments as HubSpot writes and reads them: ISO-8601 in UTC with milliseconds, or epoch milliseconds."""

import re
from datetime import UTC, datetime
from functools import lru_cache

EARLIEST_CREDIBLE_MILLISECONDS = 100_000_000_000  # 1973; a smaller figure was meant as epoch seconds


@lru_cache(maxsize=50_000)
def text(moment: datetime) -> str:
    """`moment` as `2026-11-22T21:53:59.123Z`; a zero fraction is left out, as HubSpot does."""
    moment = moment.astimezone(UTC)
    fraction = f".{moment.microsecond // 1000:03d}" if moment.microsecond >= 1000 else ""
    return f"{moment:%Y-%m-%dT%H:%M:%S}{fraction}Z"


def milliseconds(moment: datetime) -> int:
    """`moment` as epoch milliseconds."""
    return int(moment.timestamp()) * 1000 + moment.microsecond // 1000


def from_milliseconds(value: int) -> datetime:
    """The moment of an epoch in milliseconds. Raises ValueError when it is out of range."""
    try:
        return datetime.fromtimestamp(value // 1000, UTC).replace(microsecond=value % 1000 * 1000)
    except (OverflowError, OSError) as error:
        raise ValueError(f"no moment: {value}") from error


@lru_cache(maxsize=50_000)
def parse(value: str) -> datetime:
    """A moment from ISO-8601 or epoch milliseconds. Raises ValueError for anything else."""
    if re.fullmatch(r"-?\d{5,}", value):
        return from_milliseconds(int(value))
    moment = datetime.fromisoformat(value)
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def looks_like_seconds(value: str) -> bool:
    """Whether `value` is a bare number that can only mean epoch seconds."""
    return bool(re.fullmatch(r"\d{9,11}", value)) and int(value) < EARLIEST_CREDIBLE_MILLISECONDS
