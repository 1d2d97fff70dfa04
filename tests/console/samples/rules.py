"""The rule for invoices, in each of its steps."""

from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.kinds import MatchKey
from counterfoil.domain.rules import Direction
from counterfoil.domain.rules.filter import FieldType, Operator
from counterfoil_console.pages.parts import By, Option
from counterfoil_console.pages.rule import (
    Choosing,
    DirectionStep,
    MatchingStep,
    OptionsStep,
    RulePage,
    RuleStep,
    Setting,
    StepBody,
    WinnerStep,
)
from counterfoil_console.pages.rule_fields import FieldRemark, FieldsStep, MappingForm, MappingLine
from counterfoil_console.pages.rule_limits import (
    ClauseForm,
    FieldGroup,
    FixedLine,
    GroupForm,
    LimitCount,
    LimitsStep,
)
from counterfoil_console.pages.rules import RuleEntry, RulesPage
from tests.console.samples.around import INVOICE, NOW, at, invoices

_BOTH, _THERE = Direction.BOTH, Direction.HUBSPOT_TO_QUICKBOOKS
_FIELDS = (
    FieldGroup("Invoice", (Option("self.amount", "Invoice: total"), Option("self.po_number", "Invoice: PO number"))),
    FieldGroup("Company", (Option("company.country", "Company: country"),)),
    FieldGroup("Deal", (Option("deal.pipeline", "Deal: pipeline"),)),
)
_COUNTRIES = (Option("US", "United States"), Option("CA", "Canada"), Option("MX", "Mexico"))
_PIPELINES = (Option("wholesale", "Wholesale"), Option("trade", "Trade"))
_LISTS = (Operator.IS_ANY_OF, Operator.IS_NONE_OF, Operator.IS_KNOWN)
LIMITS = LimitsStep(
    source=System.HUBSPOT,
    both_ways=True,
    of=1585,
    fields=_FIELDS,
    fixed=(
        FixedLine(subject="Invoice: source", relation="is", value="HubSpot", passing=61204),
        FixedLine(subject="Invoice: status", relation="is not", value="Draft", passing=60988),
        FixedLine(
            subject="Invoice: created or changed",
            relation="after",
            value="1 Nov 2026, when it was turned on",
            passing=1585,
        ),
    ),
    groups=(
        GroupForm(
            passing=1011,
            clauses=(
                ClauseForm(
                    field="company.country",
                    type=FieldType.ENUMERATION,
                    operator=Operator.IS_ANY_OF,
                    operators=_LISTS,
                    values=("US", "CA"),
                    options=_COUNTRIES,
                    passing=1148,
                ),
                ClauseForm(
                    field="self.amount",
                    type=FieldType.NUMBER,
                    operator=Operator.GREATER,
                    operators=(Operator.GREATER, Operator.LESS, Operator.BETWEEN),
                    values=("0.00",),
                    unit="USD",
                    passing=1402,
                ),
            ),
        ),
        GroupForm(
            passing=402,
            added=334,
            is_new=True,
            clauses=(
                ClauseForm(
                    field="deal.pipeline",
                    type=FieldType.ENUMERATION,
                    operator=Operator.IS_ANY_OF,
                    operators=_LISTS,
                    values=("wholesale", "trade"),
                    options=_PIPELINES,
                    passing=431,
                ),
                ClauseForm(
                    field="self.po_number",
                    type=FieldType.TEXT,
                    operator=Operator.IS_KNOWN,
                    operators=(Operator.IS, Operator.IS_KNOWN, Operator.CONTAINS),
                    passing=1190,
                ),
            ),
        ),
    ),
    count=LimitCount(
        at=NOW.replace(minute=9, second=56),
        of=invoices(1585),
        as_today=invoices(1011, "155528.75"),
        newly=invoices(334, "51494.50"),
        left_out=invoices(240, "31905.00"),
    ),
)


def _line(name: str, hubspot: str, quickbooks: str, way: Direction, latest: str, **more: object) -> MappingLine:
    return MappingLine(id=name, hubspot=hubspot, quickbooks=quickbooks, direction=way, latest=latest, **more)  # type: ignore[arg-type]


FIELDS = FieldsStep(
    standard_count=18,
    standard=(
        _line("number", "Invoice number", "No.", _THERE, "INV-20481", remark=FieldRemark.CUSTOM_NUMBERS_ON),
        _line("customer", "Customer", "Customer", _BOTH, "Redwood Analytics", locked=True, remark=FieldRemark.KEY),
        _line(
            "lines",
            "Lines, prices, discounts",
            "Lines",
            _THERE,
            "4 lines, 2,480.00 USD",
            locked=True,
            remark=FieldRemark.HUBSPOT_DECIDES,
        ),
        _line("issue_date", "Invoice date", "Date", _BOTH, "27 Nov 2026"),
        _line("due_date", "Due date", "Due date", _BOTH, "27 Dec 2026"),
        _line("memo", "Comments", "Message on invoice", _THERE, "Thank you for your order."),
        _line("note", "Internal note", "Memo on statement", _THERE, "", enabled=False),
    ),
    own=(
        _line("po", "PO number", "P.O. Number", _BOTH, "PO 88213", own=True, quickbooks_note="custom field 1"),
        _line(
            "rep",
            "Sales rep",
            "Sales Rep",
            _THERE,
            "Tomás Villanueva",
            own=True,
            quickbooks_note="custom field 2",
            too_long=2,
            longest=31,
        ),
        _line("center", "Cost center", "Class", _THERE, "Retail = Stores", own=True, choices=4),
    ),
    hubspot_fields=(Option("week", "Delivery week"), Option("po", "PO number")),
    quickbooks_fields=(Option("ShipDate", "Ship Date"), Option("ClassRef", "Class")),
    adding=MappingForm(
        hubspot="week",
        quickbooks="ShipDate",
        latest="Week 48",
        fault="Text cannot go into a date. Pick a date property, or a text field.",
    ),
)


def rule(step: RuleStep, body: StepBody, kind: EntityKind = INVOICE) -> RulePage:
    """A step of a rule whose draft Dana Whitfield is making."""
    return RulePage(kind=kind, step=step, body=body, version=7, draft=By("Dana Whitfield", at(28, 10, 6)), draft_version=8)


RULE_DIRECTION = rule(RuleStep.DIRECTION, DirectionStep(chosen=_BOTH, recommended=_BOTH))
RULE_WINNER = rule(RuleStep.WINNER, WinnerStep(chosen=System.HUBSPOT, recommended=System.HUBSPOT))
RULE_MATCHING = rule(
    RuleStep.MATCHING,
    MatchingStep(
        keys=(MatchKey.EMAIL, MatchKey.NAME),
        chosen=(MatchKey.EMAIL,),
        recommended=(MatchKey.EMAIL,),
        found=312,
        several=4,
        of=1204,
    ),
    EntityKind.CUSTOMER,
)
RULE_LIMITS = rule(RuleStep.LIMITS, LIMITS)
RULE_FIELDS = rule(RuleStep.FIELDS, FIELDS)
_YES = ("yes", "no")
RULE_OPTIONS = rule(
    RuleStep.OPTIONS,
    OptionsStep(
        choosing=(
            Choosing(
                setting=Setting.CUSTOMER_IS,
                values=("contact", "company", "company_with_contacts"),
                chosen="contact",
                recommended="contact",
            ),
            Choosing(setting=Setting.CONTACTS_ARE, values=("sub_customers", "email_copies"), chosen="sub_customers"),
            Choosing(setting=Setting.NAME_FROM_COMPANY, values=_YES, chosen="yes", recommended="yes"),
            Choosing(setting=Setting.SUFFIX_SECOND_PERSON, values=_YES, chosen="no"),
            Choosing(setting=Setting.CREATE, values=("always", "when_needed", "never"), chosen="when_needed"),
            Choosing(setting=Setting.INCOME_ACCOUNT, values=("79",), chosen="79", names={"79": "Sales of product income"}),
            Choosing(setting=Setting.AFTER_UNMATCH, values=("hold", "keep"), chosen="hold", recommended="hold"),
        )
    ),
    EntityKind.CUSTOMER,
)
RULES = RulesPage(
    rules=(
        RuleEntry(kind=INVOICE, direction=_BOTH, version=7, by=By("Dana Whitfield", at(1, 9)), limits=4, own=3, draft=8),
        RuleEntry(kind=EntityKind.CUSTOMER, direction=_BOTH, version=2, by=By("Dana Whitfield", at(1, 9))),
        RuleEntry(
            kind=EntityKind.PRODUCT, direction=Direction.QUICKBOOKS_TO_HUBSPOT, version=1, by=By("Miguel Ortiz", at(1, 9))
        ),
    )
)
