"""What QuickBooks' code 6000 means: it says so only in words, and those are in the company's language.

Anything not recognised stays "not expected", with QuickBooks' own text. The words are what bookkeepers call these things in
each language, since nobody publishes the sentences; a name of a tax counts only as a word of its own.
Source: https://developer.intuit.com/app/developer/qbo/docs/develop/troubleshooting/error-codes
"""

import re

from counterfoil.domain.errors import ErrorCategory

_TAX = (
    r"\b(GST|HST|QST|VAT|TPS|TVH|TVQ|TVA|BTW|IVA|USt)\b|tax rate|tax code|sales tax"
    r"|\btaux de taxe?\b|\btaxe\b|\b(aliquota|alíquota|MwSt|(Mehrwert|Umsatz)?steuer(satz|code)?)\w{0,2}\b|[税稅]"
    r"|\b(código|tipo|tasa) del? impuesto|\bimpuesto (sobre|al)\b|\b(código|taxa) d[eo] imposto"
)
_SERVICE_DATE = (
    r"service date|date (de|du) service|date de (la )?prestation|fecha del? servicio|data d[eo] serviço"
    r"|data d(i|el) servizio|Leistungsdatum|servicedatum|服[务務]日期"
)
_CURRENCY = (
    r"\b(multi-?)?currenc|\bdevise|\bmonnaie|\bmonedas?\b|\bmoedas?\b|\bvalut[ae]\b|\bWährung|[币幣貨货][种種别別币幣]"
)

_BY_TEXT: tuple[tuple[re.Pattern[str], ErrorCategory], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), category)
    for pattern, category in (
        (_SERVICE_DATE, ErrorCategory.SERVICE_DATE_NEEDED),
        (_TAX, ErrorCategory.TAX_REQUIRED),
        (_CURRENCY, ErrorCategory.CURRENCY_MISMATCH),
    )
)


def meant_by(text: str) -> ErrorCategory | None:
    """The category of a business rule's refusal, by its text in any of the languages that QuickBooks has."""
    return next((category for pattern, category in _BY_TEXT if pattern.search(text)), None)
