"""Numbers, amounts and moments as a person reads them."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from gettext import NullTranslations
from zoneinfo import ZoneInfo

from counterfoil.domain.identity import EntityKind
from counterfoil.domain.rules.filter import Operator
from counterfoil.domain.texts.locales import SPACE, Locale, locale_of
from counterfoil.domain.texts.speaking import Spoken
from counterfoil.domain.texts.words import RELATION
from counterfoil.domain.values import dataclass
from counterfoil.languages import translations_of
from counterfoil_console.pages.frame import Frame
from counterfoil_console.pages.parts import Amount, Counted, Sum

_MOMENT, _MINUTE, _HOUR = timedelta(seconds=2), timedelta(minutes=1), timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Wording:
    """How things are said to one person now, in the person's language and the connection's time zone."""

    locale: Locale
    texts: NullTranslations
    now: datetime
    zone: ZoneInfo

    @classmethod
    def of(cls, frame: Frame) -> "Wording":
        """As the frame asks for it."""
        return cls(locale_of(frame.language), translations_of(frame.language), frame.now, ZoneInfo(frame.time_zone))

    def count(self, number: int) -> str:
        """A whole number."""
        return self.locale.count(number)

    def figure(self, amount: Amount, *, signed: bool = False) -> str:
        """An amount without its currency."""
        return self.locale.amount(amount.amount, amount.currency, signed=signed)

    def amount(self, amount: Amount) -> str:
        """An amount with its currency."""
        return f"{self.figure(amount)}{SPACE}{amount.currency}"

    def amounts(self, amounts: Sequence[Amount]) -> str:
        """Amounts of several currencies, one after the other."""
        return self.listed([self.amount(one) for one in amounts])

    def listed(self, pieces: Sequence[str]) -> str:
        """Pieces joined as in a sentence: a, b and c."""
        if len(pieces) < 2:
            return "".join(pieces)
        return self.texts.gettext("%(first)s and %(last)s") % {"first": ", ".join(pieces[:-1]), "last": pieces[-1]}

    def counted(self, counted: Counted) -> str:
        """So many records of a kind."""
        count, pattern = counted.count, self._pattern(counted)
        return pattern % {"count": self.count(count)}

    def records(self, of: Sum) -> str:
        """How many records of which kinds."""
        return self.listed([self.counted(one) for one in of.counts])

    def sum(self, of: Sum) -> str:
        """How many records, and what they come to."""
        return ", ".join(filter(None, (self.records(of), self.amounts(of.money))))

    def relation(self, operator: Operator) -> str:
        """How a clause compares."""
        return Spoken(self.locale, self.texts).told(RELATION[operator])

    def moment(self, when: datetime) -> str:
        """A moment: how long ago within the hour, the time of today, else the day as well."""
        past = self.now - when
        if timedelta(0) <= past < _MOMENT:
            return self.texts.gettext("just now").replace(" ", SPACE)
        if _MOMENT <= past < _MINUTE:
            return self._ago(self.texts.gettext("%(count)s s ago"), past.seconds)
        if _MINUTE <= past < _HOUR:
            return self._ago(self.texts.gettext("%(count)s min ago"), past.seconds // 60)
        return self.time(when) if self._day(when) == self._day(self.now) else self.at(when)

    def at(self, when: datetime) -> str:
        """A moment with its day, and its year where that is another one; of other years no time."""
        day = self._day(when)
        if day.year != self._day(self.now).year:
            return self.locale.full_day(day)
        return f"{self.locale.short_day(day)}{SPACE}{self.time(when)}"

    def time(self, when: datetime) -> str:
        """The time of a moment."""
        return f"{when.astimezone(self.zone):%H:%M}"

    def seconds(self, when: datetime) -> str:
        """A moment to the second, for support."""
        return f"{self.locale.short_day(self._day(when))}{SPACE}{when.astimezone(self.zone):%H:%M:%S}"

    def day(self, when: date) -> str:
        """A day with its year."""
        return self.locale.full_day(self._day(when) if isinstance(when, datetime) else when)

    def short_day(self, when: date) -> str:
        """A day, and its year where that is another one."""
        day = self._day(when) if isinstance(when, datetime) else when
        return self.locale.short_day(day) if day.year == self._day(self.now).year else self.locale.full_day(day)

    def _day(self, when: datetime) -> date:
        return when.astimezone(self.zone).date()

    @staticmethod
    def _ago(pattern: str, count: int) -> str:
        return (pattern % {"count": count}).replace(" ", SPACE)

    def _pattern(self, counted: Counted) -> str:
        count = counted.count
        match counted.kind:
            case EntityKind.CUSTOMER:
                return self.texts.ngettext("%(count)s customer", "%(count)s customers", count)
            case EntityKind.PRODUCT:
                return self.texts.ngettext("%(count)s product", "%(count)s products", count)
            case EntityKind.INVOICE:
                return self.texts.ngettext("%(count)s invoice", "%(count)s invoices", count)
            case EntityKind.PAYMENT:
                return self.texts.ngettext("%(count)s payment", "%(count)s payments", count)
