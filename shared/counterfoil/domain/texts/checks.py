"""What is checked of the accounts: why it matters, what was found, what comes of leaving it, and what to do."""

from collections.abc import Mapping

from counterfoil.domain.checks.check import Check
from counterfoil.domain.texts.sentence import Sentence, word
from counterfoil.domain.values import dataclass


@dataclass(frozen=True, slots=True)
class CheckText:
    """What a check is called, and why it matters."""

    title: str
    why: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found; where that is not good, what comes of leaving it, and what to do."""

    sentence: Sentence
    consequence: str = ""
    steps: tuple[str, ...] = ()


def _check(title: str, why: str) -> CheckText:
    return CheckText(word(title), word(why))


def _finding(sentence: Sentence, consequence: str = "", steps: tuple[str, ...] = ()) -> Finding:
    return Finding(sentence, consequence and word(consequence), tuple(map(word, steps)))


CHECKS: Mapping[Check, CheckText] = {
    Check.PERMISSIONS: _check(
        "Permissions in HubSpot", "Without a permission, what it is for can be neither read nor written."
    ),
    Check.INVOICE_PROPERTIES: _check(
        "Properties of invoices", "They show people in HubSpot how each invoice stands in QuickBooks."
    ),
    Check.PAYMENT_PROPERTIES: _check(
        "Properties of payments", "A payment of QuickBooks is entered in HubSpot with its amount, day, method and reference."
    ),
    Check.PAYMENTS: _check("Payments in HubSpot", "What customers paid goes both ways only where HubSpot has payments."),
    Check.CURRENCIES: _check("Currencies", "A company that keeps one currency takes no document in another."),
    Check.SALES_TAX: _check(
        "Sales tax and country",
        "Companies outside the United States need a tax code on every line, and Counterfoil cannot choose one yet.",
    ),
    Check.CLOSED_BOOKS: _check("Closing date of the books", "Nothing dated up to it can be written to QuickBooks."),
    Check.CUSTOM_NUMBERS: _check(
        "Custom transaction numbers", "They decide whether an invoice keeps its HubSpot number in QuickBooks."
    ),
    Check.REVENUE_RECOGNITION: _check(
        "Revenue recognition", "Items whose revenue is recognised over time need a service date on their lines."
    ),
    Check.ONLINE_PAYMENTS: _check(
        "Online payments in QuickBooks", "An invoice that can be paid in both products may be paid twice."
    ),
    Check.AUTOMATIC_CREDITS: _check(
        "Automatic application of credits", "What QuickBooks settles by itself is no money received in HubSpot."
    ),
    Check.CUSTOM_FIELDS: _check(
        "Custom fields of invoices", "Those beside QuickBooks' first three can be mapped only where it tells of them."
    ),
}
PERMISSIONS_GRANTED = _finding(Sentence("All permissions that are needed were granted."))
PERMISSIONS_MISSING = _finding(
    Sentence("HubSpot has not granted these permissions: {names}."),
    "Records that need one of them fail, and new ones are not noticed.",
    ("Ask a super admin of the HubSpot account to connect it again; that grants the missing permissions.",),
)
PROPERTIES_WRITABLE = _finding(Sentence("Every property of {kinds} that is needed can be written."))
PROPERTIES_TO_COME = _finding(Sentence("Counterfoil's own properties of {kinds} are made when its first plan is applied."))
PROPERTIES_REFUSED = _finding(
    Sentence("These properties of {kinds} are missing in HubSpot, or cannot be written: {names}."),
    "What is written to them is refused: records fail, or do not show how they stand.",
    (
        "Let whoever runs Counterfoil connect the account again; that makes the missing properties.",
        "If one is still named, ask a super admin of the HubSpot account to restore it under Settings, Properties.",
    ),
)
PAYMENTS_SHOWN = _finding(Sentence("HubSpot shows the payments of this account."))
NO_PAYMENTS = _finding(
    Sentence("HubSpot does not show the payments of this account."),
    "Payments stay where they were entered, and the balances of invoices differ.",
    (
        "Set up payments in HubSpot, under Settings, Payments.",
        "Then ask a super admin of the HubSpot account to connect it again, with the permission for payments.",
    ),
)
SEVERAL_CURRENCIES = _finding(Sentence("The company takes documents in several currencies, and keeps its books in {home}."))
ONE_CURRENCY = _finding(Sentence("Both accounts use {currency} only."))
FURTHER_CURRENCIES = _finding(
    Sentence("HubSpot also uses {names}; the company takes documents in {home} only."),
    "Invoices in the other currencies cannot be booked.",
    (
        "Write invoices in the company's currency only.",
        "Or switch on Multicurrency in QuickBooks, under Account and settings, Advanced, Currency. This cannot be undone.",
    ),
)
OTHER_HOME_CURRENCY = _finding(
    Sentence("HubSpot's own currency is {currency}; the company takes documents in {home} only."),
    "Invoices in HubSpot's own currency cannot be booked.",
    (
        "Connect a company that keeps its books in HubSpot's currency.",
        "Or switch on Multicurrency in QuickBooks, under Account and settings, Advanced, Currency. This cannot be undone.",
    ),
)
ABROAD = _finding(
    Sentence("The company's country is {country}."),
    "Invoices from HubSpot cannot be booked.",
    ("Enter invoices of this company in QuickBooks by hand, or connect a company of the United States.",),
)
NO_SALES_TAX = _finding(Sentence("The company is in the United States, and sales tax is off in QuickBooks."))
SALES_TAX = _finding(
    Sentence("The company is in the United States, and sales tax is on in QuickBooks."),
    "Taxes of invoices from HubSpot arrive as lines without tax, and are missing from QuickBooks' sales tax reports.",
    ("Add the tax on invoices from HubSpot when you file sales tax.",),
)
BOOKS_OPEN = _finding(
    Sentence("No closing date is set."),
    "A change in HubSpot may alter a period that you have already reported.",
    ("Set a closing date in QuickBooks, under Account and settings, Advanced, Accounting, Close the books.",),
)
BOOKS_CLOSED = _finding(Sentence("The books are closed up to {closed}."))
BOOKS_CLOSED_NOW = _finding(
    Sentence("The books are closed up to {closed}, a day that has not passed yet."),
    "Invoices and payments of today cannot be booked.",
    ("Set an earlier closing date in QuickBooks, under Account and settings, Advanced, Accounting, Close the books.",),
)
OWN_NUMBERS = _finding(Sentence("Custom transaction numbers are off: QuickBooks numbers invoices by itself."))
HUBSPOT_NUMBERS = _finding(
    Sentence("Custom transaction numbers are on: invoices keep their HubSpot numbers in QuickBooks."),
    "An invoice whose number another document in QuickBooks has already cannot be booked before one of them is renumbered.",
    (
        "Leave it on if you want HubSpot's numbers in QuickBooks.",
        "Otherwise switch it off in QuickBooks, under Account and settings, Sales, Sales form content.",
    ),
)
NO_REVENUE_RECOGNITION = _finding(Sentence("Revenue recognition is off."))
REVENUE_RECOGNITION = _finding(
    Sentence("Revenue recognition is on."),
    "Invoices with such items cannot be booked, for HubSpot's lines have no service date.",
    ("Switch it off in QuickBooks for the items that are sold in HubSpot, under Products and services, Edit.",),
)
PAID_ONLINE = _finding(
    Sentence("QuickBooks lets customers pay invoices online."),
    "A customer who is sent an invoice by both products may pay it twice.",
    (
        "Send invoices of HubSpot out of HubSpot only.",
        "Or switch off online payments in QuickBooks, under Account and settings, Payments.",
    ),
)
NOT_PAID_ONLINE = _finding(Sentence("Invoices cannot be paid online in QuickBooks."))
CREDITS_APPLIED = _finding(
    Sentence("QuickBooks applies credits and unapplied payments to invoices by itself."),
    "A new invoice may be settled in QuickBooks while HubSpot still asks the customer for all of it.",
    ("Switch off 'Automatically apply credits' in QuickBooks, under Account and settings, Advanced, Automation.",),
)
CREDITS_LEFT_ALONE = _finding(Sentence("QuickBooks applies credits only where somebody does so."))
CUSTOM_FIELDS_TOLD = _finding(Sentence("Beside the first three, these custom fields of invoices can be mapped: {names}."))
NO_FURTHER_CUSTOM_FIELDS = _finding(Sentence("Invoices have no custom fields beside the first three."))
CUSTOM_FIELDS_REFUSED = _finding(
    Sentence("QuickBooks does not tell which custom fields invoices have beside the first three."),
    "No further one can be mapped, and a change to one that is mapped goes unnoticed.",
    (
        "Connect QuickBooks again, and allow Counterfoil to read custom fields.",
        "If that changes nothing, see whether the company's QuickBooks is Simple Start, which has no such fields.",
        "Otherwise let whoever runs Counterfoil see whether its Intuit app has the Custom Fields API, or switch this off.",
    ),
)
CUSTOM_FIELDS_LOST = _finding(
    Sentence("QuickBooks' invoices do not have the custom fields of these mappings any more: {names}."),
    "Invoices with a value for one of them cannot be booked.",
    (
        "Have the field made active in QuickBooks, under Custom fields, with Invoice among its forms.",
        "Or take the mapping out of the rule for invoices.",
    ),
)
NOT_TOLD = _finding(
    Sentence("{system} does not tell."),
    "Nobody can say before it matters.",
    ("Look it up in the settings of the account.",),
)
NOT_ASKED = _finding(
    Sentence("{system} could not be asked."),
    "Nobody can say before it matters.",
    ("Nothing needs doing: it is checked again tomorrow.", "Or have it checked again now."),
)
