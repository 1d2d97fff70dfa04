"""What the text of a value stands for, by its type."""

import unicodedata
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo

from counterfoil.domain.money import plain
from counterfoil.domain.rules.filter import FieldType

Comparable = str | Decimal | date | datetime | bool
_MOST_DIGITS = 40
_BOOLEANS = {"true": True, "false": False}


def parsed(text: str, field_type: FieldType, zone: ZoneInfo) -> Comparable | None:
    """`text` as something to compare with others of its type; None when it is nothing of the sort.

    Letter case counts only among the options of an enumeration. A moment counts as its day in `zone`, but for midnight in
    UTC, as which HubSpot keeps a day that somebody picked; a day that stands where a moment is expected counts as its
    beginning in `zone`.
    """
    text = unicodedata.normalize("NFC", text.strip())
    match field_type:
        case FieldType.TEXT:
            return text.casefold()
        case FieldType.ENUMERATION:
            return text
        case FieldType.NUMBER:
            return parsed_number(text)
        case FieldType.DATE:
            return _day(text, zone)
        case FieldType.DATETIME:
            return _moment(text, zone)
        case _:
            return _BOOLEANS.get(text.casefold())


def spelled(text: str) -> str:
    """A number in its one canonical spelling, as far as that is no longer than people write; anything else as it is."""
    number = parsed_number(text)
    return text if number is None or abs(number.adjusted()) > _MOST_DIGITS else plain(number)


def is_less(one: Comparable | None, other: Comparable | None) -> bool:
    """Whether `one` comes before `other`, of the same type; texts and nothing have no order."""
    match one, other:
        case Decimal(), Decimal():
            return one < other
        case datetime(), datetime():
            return one < other
        case date(), date():
            return one < other
        case _:
            return False


def parsed_number(text: str) -> Decimal | None:
    """The number that is written there; None for anything else."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _day(text: str, zone: ZoneInfo) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        moment = _moment(text, zone)
    if moment is None:
        return None
    is_picked = moment.time() == time()
    return moment.date() if is_picked else _local(moment, zone)


def _local(moment: datetime, zone: ZoneInfo) -> date | None:
    try:
        return moment.astimezone(zone).date()
    except OverflowError:
        return None


def _moment(text: str, zone: ZoneInfo) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
        if len(text) <= _LENGTH_OF_A_DAY:
            return datetime.combine(moment.date(), time(), zone).astimezone(UTC)
        return moment.replace(tzinfo=moment.tzinfo or zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


_LENGTH_OF_A_DAY = len("2026-01-31")
