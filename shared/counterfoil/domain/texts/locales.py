"""How amounts, counts and days are written, by language."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from counterfoil.domain.money import decimals, rounded
from counterfoil.domain.values import dataclass

MINUS = "\N{MINUS SIGN}"
SPACE = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Locale:
    """How one language writes numbers and days; `name` is what it calls itself. `day` and `whole_day` are patterns."""

    language: str
    name: str
    group: str
    point: str
    months: tuple[str, ...]
    day: str = f"{{day}}{SPACE}{{month}}"
    whole_day: str = f"{{day}}{SPACE}{{month}}{SPACE}{{year}}"

    def count(self, number: int) -> str:
        """A whole number, grouped by thousands."""
        return _signed(f"{number:,}".replace(",", self.group))

    def amount(self, amount: Decimal, currency: str, *, signed: bool = False) -> str:
        """An amount without its currency, with all decimals that this has; `signed` shows a plus as well."""
        exact = rounded(amount, currency) if decimals(currency) >= _exponent(amount) else amount
        text = f"{exact:+,f}" if signed and exact else f"{exact:,f}"
        return _signed(text.translate({ord(","): self.group, ord("."): self.point}))

    def short_day(self, day: date) -> str:
        """A day of this year."""
        return self.day.format(day=day.day, month=self.months[day.month - 1])

    def full_day(self, day: date) -> str:
        """A day with its year."""
        return self.whole_day.format(day=day.day, month=self.months[day.month - 1], year=day.year)


def _exponent(amount: Decimal) -> int:
    """How many decimals an amount has; a tenth of a cent is shown, never rounded away."""
    exponent = amount.normalize().as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0


def _signed(text: str) -> str:
    return text.replace("-", MINUS)


def _months(names: str) -> tuple[str, ...]:
    return tuple(names.split())


_ENGLISH = Locale(
    language="en",
    name="English",
    group=",",
    point=".",
    months=_months("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"),
)
LOCALES: Mapping[str, Locale] = MappingProxyType(
    {
        one.language: one
        for one in (
            _ENGLISH,
            Locale(
                language="pt",
                name="Português",
                group=".",
                point=",",
                months=_months("jan. fev. mar. abr. mai. jun. jul. ago. set. out. nov. dez."),
                day=f"{{day}}{SPACE}de{SPACE}{{month}}",
                whole_day=f"{{day}}{SPACE}de{SPACE}{{month}}{SPACE}de{SPACE}{{year}}",
            ),
            Locale(
                language="it",
                name="Italiano",
                group=".",
                point=",",
                months=_months("gen feb mar apr mag giu lug ago set ott nov dic"),
            ),
            Locale(
                language="nb",
                name="Norsk bokmål",
                group=SPACE,
                point=",",
                months=_months("jan. feb. mars apr. mai juni juli aug. sep. okt. nov. des."),
                day=f"{{day}}.{SPACE}{{month}}",
                whole_day=f"{{day}}.{SPACE}{{month}}{SPACE}{{year}}",
            ),
            Locale(
                language="fr",
                name="Français",
                group="\N{NARROW NO-BREAK SPACE}",
                point=",",
                months=_months("janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc."),
            ),
            Locale(
                language="zh-Hant",
                name="繁體中文",
                group=",",
                point=".",
                months=tuple(f"{number}月" for number in range(1, 13)),
                day="{month}{day}日",
                whole_day="{year}年{month}{day}日",
            ),
        )
    }
)


def locale_of(language: str) -> Locale:
    """The locale of a language, English where there is none."""
    return LOCALES.get(language, _ENGLISH)
