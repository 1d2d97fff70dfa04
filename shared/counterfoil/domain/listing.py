"""What a list shows of a record without reading it again, and what people look it up by."""

from dataclasses import replace
from decimal import Decimal
from unicodedata import normalize

from counterfoil.domain.values import dataclass

LONGEST_SOUGHT = 100
"""Characters of a name that count when it is looked up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One record in a list.

    `name` is a document's number, a payment's reference, a person's, company's or product's name. `detail` is whom a
    document is for, a customer's e-mail address, a product's SKU. `amount` is what a document is about, in `currency`;
    None for what is no document. `counterpart_amount` is what the other system shows of it, None while it shows
    nothing.
    """

    name: str = ""
    detail: str = ""
    amount: Decimal | None = None
    currency: str = ""
    counterpart_amount: Decimal | None = None

    def beside(self, earlier: "Listing") -> "Listing":
        """This listing; what is not known by now stays as it was known earlier."""
        if self.amount is None and not self.name and not self.detail:
            return earlier
        amount, currency = (self.amount, self.currency) if self.amount is not None else (earlier.amount, earlier.currency)
        return replace(
            self, name=self.name or earlier.name, detail=self.detail or earlier.detail, amount=amount, currency=currency
        )

    def place_by(self, beginning: str) -> tuple[bool, str] | None:
        """Where it comes among what is found by this `sought` text: names before details; None where neither begins so."""
        names = ((is_detail, sought(name)) for is_detail, name in ((False, self.name), (True, self.detail)))
        return next(((is_detail, name) for is_detail, name in names if name.startswith(beginning)), None)


UNLISTED = Listing()
"""Nothing is known of it yet."""


def sought(text: str) -> str:
    """`text` as it is looked up: upper and lower case and the spelling of accents do not count, nor does its far end."""
    return " ".join(normalize("NFC", text).casefold().split())[:LONGEST_SOUGHT]
