"""The rule for invoices, in each of its steps."""

from dataclasses import replace

from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.kinds import MatchKey
from counterfoil.domain.plan_job import PlanState
from counterfoil.domain.rules import Direction, RuleChange
from counterfoil.domain.rules.filter import FieldType, Operator
from counterfoil_console.pages.parts import By, Option
from counterfoil_console.pages.rule import (
    DirectionStep,
    Matched,
    MatchingStep,
    Problem,
    RulePage,
    StepBody,
    StepFault,
    WinnerStep,
)
from counterfoil_console.pages.rule_fields import FieldRemark, FieldsStep, MappingForm, MappingLine
from counterfoil_console.pages.rule_history import RuleHistoryPage, VersionLine
from counterfoil_console.pages.rule_limits import (
    ClauseForm,
    FieldGroup,
    FixedClause,
    GroupForm,
    LimitCount,
    LimitsStep,
    Passing,
)
from counterfoil_console.pages.rule_options import Choosing, OptionsStep, Setting
from counterfoil_console.pages.rule_preview import PlanLead, PreviewStep
from counterfoil_console.pages.rule_step import RuleStep
from counterfoil_console.pages.rules import RuleEntry, RulesPage
from tests.console.samples.around import INVOICE, NOW, at, on, usd

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
    fields=_FIELDS,
    fixed=tuple(FixedClause),
    since=at(1, 9),
    groups=(
        GroupForm(
            passing=Passing(count=1011),
            clauses=(
                ClauseForm(
                    field="company.country",
                    label="Company: country",
                    type=FieldType.ENUMERATION,
                    operator=Operator.IS_ANY_OF,
                    operators=_LISTS,
                    values=("US", "CA"),
                    options=_COUNTRIES,
                ),
                ClauseForm(
                    field="self.amount",
                    label="Invoice: total",
                    type=FieldType.NUMBER,
                    operator=Operator.BETWEEN,
                    operators=(Operator.GREATER, Operator.LESS, Operator.BETWEEN),
                    values=("1000", "5"),
                    fault="The first value is greater than the second.",
                ),
            ),
        ),
        GroupForm(
            passing=Passing(count=402, exactly=False),
            is_new=True,
            picking=True,
            clauses=(
                ClauseForm(
                    field="deal.pipeline",
                    label="Deal: pipeline",
                    type=FieldType.ENUMERATION,
                    operator=Operator.IS_ANY_OF,
                    operators=_LISTS,
                    values=("wholesale", "trade"),
                    options=_PIPELINES,
                ),
                ClauseForm(
                    field="self.po_number",
                    label="Invoice: PO number",
                    type=FieldType.TEXT,
                    operator=Operator.IS_KNOWN,
                    operators=(Operator.IS, Operator.IS_KNOWN, Operator.CONTAINS),
                ),
            ),
        ),
    ),
    count=LimitCount(
        at=NOW.replace(minute=9, second=56), of=Passing(count=1585), passing=Passing(count=1345, exactly=False)
    ),
)


def _line(name: str, hubspot: str, quickbooks: str, way: Direction, **more: object) -> MappingLine:
    return MappingLine(id=name, hubspot=hubspot, quickbooks=quickbooks, direction=way, **more)  # type: ignore[arg-type]


FIELDS = FieldsStep(
    standard=(
        _line("number", "Invoice number", "No.", _THERE, remark=FieldRemark.CUSTOM_NUMBERS_ON, latest="INV-20481"),
        _line("customer", "Customer", "Customer", _BOTH, latest="Redwood Analytics"),
        _line("lines", "Lines, prices, discounts", "Lines", _THERE, note="HubSpot decides about invoices made there."),
        _line("issue_date", "Invoice date", "Date", _BOTH, latest=on(27)),
        _line("due_date", "Due date", "Due date", _BOTH, latest=on(27, 12)),
        _line(
            "total", "Total", "Total", Direction.OFF, enabled=False, note="It follows from the lines.", latest=usd("2480.00")
        ),
        _line("memo", "Comments", "Message on invoice", _THERE),
        _line("note", "Internal note", "Memo on statement", _THERE, enabled=False),
    ),
    own=(
        _line("po", "PO number", "P.O. Number", _BOTH, own=True, quickbooks_note="1", longest=31),
        _line("rep", "Sales rep", "Sales Rep", _THERE, own=True, fault="In QuickBooks, Sales Rep cannot be changed."),
        _line("center", "Cost center", "Class", _THERE, own=True, choices=4),
        _line("origin", "", "Ship via", _THERE, own=True, constant="Counterfoil"),
    ),
    hubspot_fields=(Option("week", "Delivery week"), Option("po", "PO number")),
    quickbooks_fields=(Option("ShipDate", "Ship Date"), Option("ClassRef", "Class")),
    adding=MappingForm(
        hubspot="week",
        quickbooks="ShipDate",
        choices="North branch = North",
        fault="There is a text in Delivery week; Ship Date in QuickBooks takes a date (2026-01-31). "
        "Pick two fields of one sort, or one that takes text.",
    ),
)


def rule(step: RuleStep, body: StepBody, kind: EntityKind = INVOICE) -> RulePage:
    """A step of a rule whose draft Dana Whitfield is making."""
    return RulePage(
        kind=kind, step=step, body=body, version=7, draft=By("Dana Whitfield", at(28, 10, 6)), draft_version=8, over=8
    )


RULE_DIRECTION = rule(RuleStep.DIRECTION, DirectionStep(chosen=_BOTH, recommended=_BOTH))
RULE_WINNER = rule(RuleStep.WINNER, WinnerStep(chosen=System.HUBSPOT, recommended=System.HUBSPOT, one_way=True))
RULE_MATCHING = rule(
    RuleStep.MATCHING,
    MatchingStep(
        keys=(MatchKey.EMAIL, MatchKey.NAME),
        chosen=(MatchKey.EMAIL,),
        recommended=(MatchKey.EMAIL,),
        matched=Matched(plan_id="20261128-101500-000000", at=at(28, 10, 15), version=7, pairs=1020, needy=4),
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
            Choosing(
                setting=Setting.INCOME_ACCOUNT,
                values=("", "1", "79"),
                chosen="79",
                names={"": "Sales", "1": "Sales", "79": "Services"},
            ),
            Choosing(setting=Setting.AFTER_UNMATCH, values=("hold", "keep"), chosen="hold", recommended="hold"),
        )
    ),
    EntityKind.CUSTOMER,
)
RULE_PREVIEW = rule(
    RuleStep.PREVIEW,
    PreviewStep(
        changed=(RuleStep.FIELDS, RuleStep.LIMITS), plan=PlanLead(id="p1", made_at=at(28, 10, 7), state=PlanState.PLANNED)
    ),
)
RULE_TROUBLED = replace(
    rule(RuleStep.WINNER, WinnerStep(chosen="nobody", recommended=System.HUBSPOT, one_way=False)),
    problem=Problem.OUTDATED,
    meanwhile=By("Miguel Ortiz", at(28, 10, 5)),
    faults={"winner": "This must be one of: hubspot, quickbooks."},
    elsewhere=(StepFault(RuleStep.LIMITS, "HubSpot has no branch in use."), StepFault(None, "Versions are counted from 1.")),
    why="As Dana said",
)
RULE_FIRST = replace(
    rule(RuleStep.PREVIEW, PreviewStep(), EntityKind.PRODUCT), draft=None, draft_version=0, version=1, over=1, waits=True
)


def _version(number: int, change: RuleChange, who: str, *changed: RuleStep, is_current: bool = False) -> VersionLine:
    return VersionLine(
        number=number,
        change=change,
        by=By(who, at(number, 9)),
        why="Only what is approved",
        direction=_BOTH,
        changed=changed,
        is_current=is_current,
        may_return=change is RuleChange.SWITCHED_ON,
    )


RULE_HISTORY = RuleHistoryPage(
    kind=INVOICE,
    over=8,
    lines=(
        _version(8, RuleChange.DRAFTED, "Dana Whitfield", RuleStep.LIMITS),
        _version(7, RuleChange.RESTORED, "Dana Whitfield", RuleStep.FIELDS, RuleStep.LIMITS, is_current=True),
        _version(6, RuleChange.DISCARDED, "Miguel Ortiz"),
        _version(5, RuleChange.SWITCHED_ON, "Miguel Ortiz", RuleStep.DIRECTION),
        _version(1, RuleChange.CONNECTED, ""),
    ),
    faults=("HubSpot has no branch in use; there are: amount, country.",),
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
