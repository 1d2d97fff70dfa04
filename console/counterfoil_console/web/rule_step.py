"""One step of a rule for one visit: what it shows, and what was sent of it."""

from collections.abc import Iterable
from dataclasses import replace

from counterfoil.domain.identity import System
from counterfoil.domain.plan_job import PlanJob
from counterfoil.domain.rules.faults import Fault
from counterfoil.domain.texts.sentence import joined
from counterfoil.domain.values import dataclass
from counterfoil.engine.rules.counting import LimitsCounted
from counterfoil.engine.rules.document import written
from counterfoil.engine.rules.standing import RuleStanding
from counterfoil_console.forms import rule_fields, rule_limits
from counterfoil_console.forms.rule import Deed, Document, Pairs, chosen
from counterfoil_console.forms.rule_fields import FieldsForm
from counterfoil_console.forms.rule_limits import LimitsForm
from counterfoil_console.pages.rule import MatchingStep, Problem, RulePage, StepBody, StepFault
from counterfoil_console.pages.rule_step import RuleStep
from counterfoil_console.presenting import rule_fields as shown_fields
from counterfoil_console.presenting import rule_limits as shown_limits
from counterfoil_console.presenting.rule import Sent, plain_step, rule_page, step_of
from counterfoil_console.presenting.rule_fields import Example
from counterfoil_console.presenting.rule_history import preview_step
from counterfoil_console.presenting.rule_matching import matched_in
from counterfoil_console.web.rule_fields_asked import Asked


@dataclass(frozen=True, slots=True)
class Typed:
    """A step as somebody typed it, or as it is kept: the rule's document with it, and the form where that says more."""

    document: Document
    form: LimitsForm | FieldsForm | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a rule; limits are those of the records of `asked.source`. `plans` are the newest ones, and fields have an
    `example`.
    """

    standing: RuleStanding
    step: RuleStep
    asked: Asked
    plans: tuple[PlanJob, ...] = ()
    counted: LimitsCounted | None = None
    example: Example = Example()

    @property
    def _source(self) -> System:
        return self.asked.source

    def kept(self) -> Typed:
        """As it is in the draft, or runs."""
        document = written(self.standing.latest.rule)
        if self.step is RuleStep.LIMITS:
            return Typed(document, rule_limits.of_document(document, self._source))
        return Typed(document, FieldsForm(document) if self.step is RuleStep.FIELDS else None)

    def typed(self, pairs: Pairs, deed: Deed) -> Typed:
        """As somebody sent it, after what the pressed button asks for."""
        document = written(self.standing.latest.rule)
        if self.step is RuleStep.LIMITS:
            limits = rule_limits.of_form(pairs, deed, self.asked.offered())
            return Typed(limits.in_document(document, self._source), limits)
        if self.step is RuleStep.FIELDS:
            fields = rule_fields.of_form(document, pairs, deed, self.asked.known())
            return Typed(fields.document, fields)
        return Typed(chosen(self.step, document, pairs))

    def page(self, typed: Typed, sent: Sent) -> RulePage:
        """The step on its page; while HubSpot does not answer it offers less, and says so."""
        body = self._body(typed, sent)
        if sent.problem is None and (self.asked.silent or self.asked.refused):
            sent = replace(sent, problem=Problem.VENDOR_SILENT if self.asked.silent else Problem.NOT_ALLOWED)
        return rule_page(self.standing, self.step, body, sent)

    def told(self, faults: Iterable[Fault], typed: Typed) -> Sent:
        """The faults beside the fields that they are about; those of other steps by themselves."""
        here, elsewhere = dict[str, str](), list[StepFault]()
        for fault in faults:
            step, place = step_of(fault.path), self._place(fault.path, typed)
            if step is self.step and place:
                here[place] = joined([here[place], fault.text]) if place in here else fault.text
            else:
                elsewhere.append(StepFault(step, fault.text))
        return Sent(problem=Problem.FAULTS, faults=here, elsewhere=tuple(elsewhere))

    def _place(self, path: str, typed: Typed) -> str:
        if self.step is RuleStep.LIMITS:
            return shown_limits.place_of(path, self._source)
        if isinstance(typed.form, FieldsForm):
            return shown_fields.place_of(path, typed.form)
        return path.rpartition(".")[2].partition("[")[0]

    def _body(self, typed: Typed, sent: Sent) -> StepBody:
        standing, form = self.standing, typed.form
        if isinstance(form, LimitsForm):
            offered, counted = self.asked.offered(), self.counted
            return shown_limits.limits_step(
                standing, typed.document, form, offered, source=self._source, faults=sent.faults, counted=counted
            )
        if isinstance(form, FieldsForm):
            known, connection = self.asked.known(), standing.connection
            return shown_fields.fields_step(connection, standing.kind, form, known, example=self.example, faults=sent.faults)
        if self.step is RuleStep.PREVIEW:
            return preview_step(standing, self.plans)
        body = plain_step(standing, self.step, typed.document)
        if isinstance(body, MatchingStep):
            return replace(body, matched=matched_in(self.plans, standing.kind))
        return body
