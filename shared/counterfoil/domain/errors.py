"""What can go wrong, sorted by what a person has to do about it."""

from datetime import timedelta
from enum import StrEnum

from counterfoil.domain.identity import RecordRef
from counterfoil.domain.values import dataclass


class ErrorCategory(StrEnum):
    """Everything that keeps a record from being in sync, by its name in the catalogue of texts.

    E: something is wrong. W: nothing is wrong, and neither vendor is to blame; the record waits for its turn.
    """

    CUSTOMER_MISSING = "E1"
    DISPLAY_NAME_TAKEN = "E2"
    SERVICE_DATE_NEEDED = "E3"
    EDITED_IN_QUICKBOOKS = "E4"
    TAX_REQUIRED = "E5"
    NUMBER_TAKEN = "E6"
    BOOKS_CLOSED = "E7"
    AMBIGUOUS_MATCH = "E8"
    TOTALS_DIFFER = "E9"
    UNKNOWN_ACCOUNT = "E10"
    CURRENCY_MISMATCH = "E11"
    NEEDS_RECONNECT = "E12"
    SUBSCRIPTION_LAPSED = "E13"
    RECORD_DELETED = "E14"
    VALUE_DOES_NOT_FIT = "E15"
    VENDOR_UNAVAILABLE = "E16"
    PROPERTY_REFUSED = "E17"
    UNEXPECTED = "E18"
    PAYMENT_REVERSED = "E19"
    PAYMENT_IN_THE_WAY = "E20"
    DISCOUNT_NOT_ALLOWED = "E21"
    PAYMENT_TOO_MUCH = "E22"
    PAYMENT_DEPOSITED = "E23"
    COUNTED_TWICE = "E24"
    NOT_IN_STOCK_YET = "E25"
    PAYMENTS_NOT_TAKEN = "E26"
    STILL_OPEN = "E27"
    CUSTOMER_LEFT_OUT = "E28"
    HANDED_OVER = "E29"
    OUR_FAULT = "E30"
    SWITCHED_OFF = "W1"
    IN_OTHER_HANDS = "W2"
    WAITS_FOR_INVOICE = "W3"
    WAITS_FOR_SEARCH = "W4"
    READ_AGAIN = "W5"

    @property
    def is_our_own(self) -> bool:
        """Whether this is a state of the product's own that no vendor is to blame for, and that passes by itself."""
        return self.value.startswith("W")


class Cure(StrEnum):
    """What helps against a failure."""

    PERSON = "person"  # somebody must change something; repeating is useless
    WAITING = "waiting"  # nothing happened, and the same request may succeed later
    READING = "reading"  # the record moved on: read it again and decide anew
    RESOLVING = "resolving"  # what it refers to is not as it was known: read that again, too, and decide anew
    LOOKING = "looking"  # it may have happened: look for it before writing again


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record that may be meant, as people call it."""

    ref: RecordRef
    name: str


@dataclass(frozen=True, slots=True)
class Version:
    """One place where a document differs: what it is (a line, a field), and what each system shows, "" for nothing."""

    what: str
    hubspot: str
    quickbooks: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """One refused or unanswered request, in terms of what to do.

    `text` says what happened in a sentence of ours, "" where the catalogue says it all. `code` and `vendor_text` are the
    vendor's own (its text may name records, never log it); `request_id` is what its support asks for; `existing`
    is the record that stands in the way, if the vendor names it; `blockers` are the keys of others that do (see
    `domain.blockers`). `ended` says that the vendor's own service answered, so that the request is not under way any more;
    whoever stands between, like a gateway, knows nothing of that. `candidates` are the records between which a person must
    choose; `versions` are the places where the two systems' versions differ.
    """

    category: ErrorCategory
    cure: Cure
    text: str = ""
    vendor_text: str = ""
    code: str = ""
    request_id: str = ""
    existing: RecordRef | None = None
    retry_after: timedelta | None = None
    ended: bool = False
    blockers: tuple[str, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    versions: tuple[Version, ...] = ()


class CounterfoilError(Exception):
    """Anything this product raises on purpose."""


class VendorError(CounterfoilError):
    """A whole call to a vendor failed, so that nothing is known of any single record in it."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(f"{failure.category}: vendor code {failure.code or 'none'}, request {failure.request_id or 'none'}")
        self.failure = failure


class InvalidValueError(CounterfoilError):
    """A value from outside that cannot be understood; the message names the field, never the secret."""


class TooLargeError(CounterfoilError):
    """What should be remembered of one record is more than can be stored; the message names the record and the size."""


class ImpossibleChoiceError(CounterfoilError):
    """What a person has chosen cannot be done, or means nothing for this record; the message says why, for people."""


class UnknownConnectionError(CounterfoilError):
    """No connection has this id."""


class UnknownPlanError(CounterfoilError):
    """The connection has no plan of this id, or it is kept no longer."""
