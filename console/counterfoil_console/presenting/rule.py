"""A step of a rule, from the rule's document: as it is kept, or as somebody typed it."""

from collections.abc import Mapping
from dataclasses import field
from types import MappingProxyType

from counterfoil.domain.connection import INCOME_ACCOUNTS, ConnectionState
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.kinds import KINDS, MatchKey
from counterfoil.domain.rules import DEFAULT_DIRECTIONS, Direction, RuleVersion, SyncRule, new_rule
from counterfoil.domain.rules.faults import KEYS
from counterfoil.domain.values import dataclass
from counterfoil.engine.rules.document import written
from counterfoil.engine.rules.standing import RuleStanding
from counterfoil_console.forms.rule import Document
from counterfoil_console.pages.parts import By
from counterfoil_console.pages.rule import (
    DirectionStep,
    MatchingStep,
    Problem,
    RulePage,
    StepBody,
    StepFault,
    WinnerStep,
)
from counterfoil_console.pages.rule_options import Choosing, OptionsStep, Setting
from counterfoil_console.pages.rule_step import RuleStep

_MEMBERS = {
    RuleStep.DIRECTION: ("direction",),
    RuleStep.WINNER: ("winner",),
    RuleStep.FIELDS: ("mappings",),
    RuleStep.MATCHING: ("matching",),
    RuleStep.LIMITS: ("filters",),
    RuleStep.OPTIONS: ("create", "after_unmatch", "options"),
}
_YES, _NO = "yes", "no"
_OF_CUSTOMERS = {
    Setting.CUSTOMER_IS: ("contact", "company", "company_with_contacts"),
    Setting.CONTACTS_ARE: ("sub_customers", "email_copies"),
    Setting.NAME_FROM_COMPANY: (_YES, _NO),
    Setting.SUFFIX_SECOND_PERSON: (_YES, _NO),
}
_OF_KIND: Mapping[EntityKind, Mapping[Setting, tuple[str, ...]]] = {
    EntityKind.CUSTOMER: {**_OF_CUSTOMERS, Setting.CREATE: ("when_needed", "always", "never")},
    EntityKind.PRODUCT: {Setting.CREATE: ("always", "when_needed", "never")},
    EntityKind.INVOICE: {Setting.CREATE: ("always", "never")},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What became of what somebody sent, as far as it was not kept."""

    problem: Problem | None = None
    faults: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    elsewhere: tuple[StepFault, ...] = ()
    meanwhile: RuleVersion | None = None
    why: str = ""


def rule_page(standing: RuleStanding, step: RuleStep, body: StepBody, sent: Sent) -> RulePage:
    """A step with what is around it."""
    current, draft, waits = standing.current.rule, standing.draft, standing.connection.state is ConnectionState.PLANNED
    return RulePage(
        kind=standing.kind,
        step=step,
        body=body,
        version=current.version,
        over=standing.newest,
        is_on=current.direction is not Direction.OFF,
        waits=waits,
        draft=By(draft.who, draft.at) if draft else None,
        draft_version=draft.rule.version if draft else 0,
        settled=_before(step) if waits else frozenset(RuleStep),
        problem=sent.problem,
        meanwhile=By(sent.meanwhile.who, sent.meanwhile.at) if sent.meanwhile else None,
        faults=sent.faults,
        elsewhere=sent.elsewhere,
        why=sent.why,
    )


def plain_step(
    standing: RuleStanding, step: RuleStep, document: Document
) -> DirectionStep | WinnerStep | MatchingStep | OptionsStep:
    """A step of plain choices."""
    usual = _usual(standing)
    match step:
        case RuleStep.WINNER:
            one_way = document["direction"] != Direction.BOTH
            return WinnerStep(chosen=document["winner"], recommended=usual.winner, one_way=one_way)
        case RuleStep.MATCHING:
            keys = tuple(key for key in MatchKey if key in KEYS[standing.kind])
            chosen = tuple(document["matching"]["keys"])
            return MatchingStep(keys=keys, chosen=chosen, recommended=tuple(KINDS[standing.kind].keys))
        case RuleStep.OPTIONS:
            choosing = _choosing(standing.kind, document, written(usual))
            return OptionsStep(choosing=(*_account(standing, document), *choosing))
        case _:
            return DirectionStep(chosen=document["direction"], recommended=usual.direction)


def steps_changed(before: SyncRule, after: SyncRule) -> tuple[RuleStep, ...]:
    """The steps in which two rules say something different."""
    one, other = written(before), written(after)
    return tuple(step for step, names in _MEMBERS.items() if any(one[name] != other[name] for name in names))


def step_of(path: str) -> RuleStep | None:
    """The step in which the fault at a path of the document is; None where it is about the whole."""
    member = path.partition(".")[0].partition("[")[0]
    return next((step for step, names in _MEMBERS.items() if member in names), None)


def _usual(standing: RuleStanding) -> SyncRule:
    """What a new connection begins with."""
    return new_rule(standing.kind, DEFAULT_DIRECTIONS[standing.kind], standing.connection.created_at)


def _before(step: RuleStep) -> frozenset[RuleStep]:
    steps = tuple(RuleStep)
    return frozenset(steps[: steps.index(step)])


def _choosing(kind: EntityKind, document: Document, usual: Document) -> tuple[Choosing, ...]:
    settings = {**_OF_KIND[kind], Setting.AFTER_UNMATCH: ("hold", "keep")}
    return tuple(
        Choosing(setting=setting, values=values, chosen=_value(document, setting), recommended=_value(usual, setting))
        for setting, values in settings.items()
    )


def _account(standing: RuleStanding, document: Document) -> tuple[Choosing, ...]:
    """The income account of new products, where the company tells which there are; "" is the one chosen when connecting."""
    company = standing.connection.company
    names = {number: name for name, number in company.lists.get(INCOME_ACCOUNTS, {}).items()}
    if standing.kind is not EntityKind.PRODUCT or not names:
        return ()
    chosen, usual = _value(document, Setting.INCOME_ACCOUNT), names.get(company.income_account_id, "")
    values = ("", *sorted(names, key=lambda number: names[number].casefold()))
    return (Choosing(setting=Setting.INCOME_ACCOUNT, values=values, chosen=chosen, names={**names, "": usual}),)


def _value(document: Document, setting: Setting) -> str:
    value = document[setting] if setting in document else document["options"].get(setting, "")
    return {True: _YES, False: _NO}.get(value, str(value)) if isinstance(value, bool) else str(value)
