"""Connecting, the connection's own page, its exports, and the help about a cause."""

from counterfoil.domain.checks.check import Check, CheckState
from counterfoil.domain.connection import ConnectionState
from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.grants import GrantState
from counterfoil.domain.identity import System
from counterfoil.domain.texts.catalogue import ERROR_TEXTS
from counterfoil_console.pages.connect import CheckLine, Checks, ConnectPage, ConnectStep, Grant, Scope
from counterfoil_console.pages.connection import ConnectionPage, Deed
from counterfoil_console.pages.help import CauseTitle, HelpCausePage, HelpPage
from counterfoil_console.pages.jobs import JobLine, JobSort, JobsPage, JobState
from counterfoil_console.pages.parts import By, Option
from tests.console.samples.around import NOW, at, on

_SCOPES = (
    Scope("crm.objects.invoices.write", "Read and write invoices, to keep them the same in both."),
    Scope("crm.objects.contacts.read", "Read contacts, to find or make the customer in QuickBooks."),
    Scope("crm.objects.commercepayments.read", "Read payments, to record them on the invoice.", granted=False),
)
HUBSPOT = Grant(
    system=System.HUBSPOT,
    name="Northlight Supply",
    account="24817306",
    by=By("Dana Whitfield", at(28, 10, 2)),
    scopes=_SCOPES,
)
QUICKBOOKS = Grant(
    system=System.QUICKBOOKS,
    name="Northlight Supply Co.",
    account="934145260817",
    by=By("Dana Whitfield", at(28, 10, 4)),
    scopes=(Scope("com.intuit.quickbooks.accounting", "Read and write the books of this company."),),
)
_HOW = ("Open Account and settings, Sales, in QuickBooks.", "Switch on Custom transaction numbers.")


def _check(check: Check, state: CheckState, title: str, finding: str, **more: object) -> CheckLine:
    return CheckLine(check=check, state=state, title=title, finding=finding, **more)  # type: ignore[arg-type]


_GOOD, _LOOK = CheckState.GOOD, CheckState.ADVISED
CHECKS = Checks(
    at=NOW,
    lines=(
        _check(
            Check.PERMISSIONS,
            CheckState.MUST_BE_MENDED,
            "Permission missing: payments",
            "HubSpot did not give access to payments. Invoices would go across, their payments would not.",
            reconnect=System.HUBSPOT,
        ),
        _check(
            Check.CUSTOM_NUMBERS,
            _LOOK,
            "Custom transaction numbers are off",
            "QuickBooks will give each invoice its own number. HubSpot's numbers stay visible in the memo.",
            steps=_HOW,
            leave="Custom transaction numbers are off.",
        ),
        _check(
            Check.AUTOMATIC_CREDITS,
            _LOOK,
            "QuickBooks applies credits by itself",
            "An open credit could settle a new invoice before its payment arrives.",
            steps=_HOW,
            left=By("Dana Whitfield", at(28, 10, 6)),
        ),
        _check(Check.CURRENCIES, _GOOD, "Company and currency", "United States, US dollars at home, several currencies on."),
        _check(Check.SALES_TAX, _GOOD, "Sales tax", "Off. Tax lines from HubSpot are carried as lines."),
        _check(Check.CLOSED_BOOKS, _GOOD, "Books closed", "Up to 31 Oct 2026. Nothing dated earlier will be written."),
        _check(Check.REVENUE_RECOGNITION, _GOOD, "Revenue recognition", "Off. No service dates needed."),
        _check(
            Check.INVOICE_PROPERTIES,
            _GOOD,
            "Invoice properties in HubSpot",
            "All 11 can be read, all 7 of ours can be written.",
        ),
    ),
)
CONNECT = ConnectPage(
    step=ConnectStep.CHECKS, connection="northlight", hubspot=HUBSPOT, quickbooks=QUICKBOOKS, checks=CHECKS
)
CONNECT_FIRST = ConnectPage(step=ConnectStep.HUBSPOT, asked=_SCOPES)
CONNECTION = ConnectionPage(
    id="northlight",
    label="Northlight Supply",
    state=ConnectionState.NEEDS_RECONNECT,
    grants=(
        HUBSPOT,
        Grant(
            system=System.QUICKBOOKS,
            name="Northlight Supply Co.",
            account="934145260817",
            by=By("Dana Whitfield", at(28, 10, 4)),
            state=GrantState.DEAD,
            scopes=QUICKBOOKS.scopes,
        ),
    ),
    checks=CHECKS,
    deeds=(
        Deed(at(28, 10, 6), "Dana Whitfield", "Changed the draft of the rule for invoices, version 8."),
        Deed(at(26, 15, 2), "Miguel Ortiz", "Chose customer 1187 for Saltmarsh Hotels."),
    ),
    older_deeds="2026-11-26",
    language="it",
    languages=(Option("en", "English"), Option("it", "Italiano")),
    kept=196052,
    waiting=12,
    stopped=3,
)
_DANA = By("Dana Whitfield", at(28, 10, 7))
JOBS = JobsPage(
    jobs=(
        JobLine(
            id="j3",
            sort=JobSort.EXPORT,
            state=JobState.WORKING,
            by=_DANA,
            title="Invoices",
            form="xlsx",
            done=41200,
            of=98549,
        ),
        JobLine(
            id="j2",
            sort=JobSort.EXPORT,
            state=JobState.READY,
            by=_DANA,
            title="Invoices",
            form="csv",
            filters=("Needs you", "Customer name is taken"),
            size=4400000,
            until=at(5, month=12),
        ),
        JobLine(id="j1", sort=JobSort.BACKFILL, state=JobState.READY, by=_DANA, since=on(1, 7), plan="01JDPLAN"),
        JobLine(
            id="j0",
            sort=JobSort.EXPORT,
            state=JobState.FAILED,
            by=_DANA,
            title="All records",
            form="xlsx",
            trouble="It took too long. Make it again for fewer records.",
        ),
    )
)
NO_JOBS = JobsPage(jobs=())
TAKEN = CauseTitle(ErrorCategory.DISPLAY_NAME_TAKEN, "Customer name is taken")
HELP_CAUSE = HelpCausePage(
    cause=TAKEN,
    meaning="QuickBooks allows each name once, across customers, vendors and employees, also inactive ones. The customer on "
    "your invoice has a name that someone else in QuickBooks already holds. So the customer could not be created, and "
    "neither could the invoice.",
    steps=(
        "Open Needs you. Each name is listed with the person or company that holds it.",
        "Rename the holder in QuickBooks, or give the customer a name of its own.",
        "Press Try these 9 again. The cause closes itself once all its invoices are in step.",
    ),
)
_TITLES = {category: CauseTitle(category, text.title) for category, text in ERROR_TEXTS.items()}
HELP = HelpPage(
    needing=tuple(one for category, one in _TITLES.items() if not category.is_our_own),
    passing=tuple(one for category, one in _TITLES.items() if category.is_our_own),
)
