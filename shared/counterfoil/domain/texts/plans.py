"""What a plan says to people."""

from collections.abc import Mapping
from types import MappingProxyType

from counterfoil.domain.plan_job import RowAction, RowState
from counterfoil.domain.texts.sentence import Phrase, Sentence

LINES = Phrase("{count} lines of {total}")
ONE_LINE = Phrase("1 line of {total}")
WORDING = Phrase("the wording of the lines")
NOT_APPLIED_YET = Sentence("Nothing is carried before somebody has seen a plan and applied it.")
CHANGED_SINCE = Sentence("It has changed since the plan was made: plan it again.")
OTHER_RULE = Sentence("Another rule is in force than the plan was made with.")
WAITS_FOR_CHANGED = Sentence("{name} has changed since the plan was made: plan it again.")
LINKED_FIRST = Sentence("By this plan it is linked with {name}, which matches as well.")
PLANNED_WITH = Sentence("It is planned with {name}, from the other side.")
NOT_READABLE = Sentence("The vendors cannot be read at the moment: {reason}")
NOT_CONNECTED = Sentence("The connection is not ready: renew or switch it on, then apply the plan again.")
FIELD_CHANGE = Phrase("{field}: {before} -> {after}")
COLUMNS = (
    "Object",
    "Record",
    "Action",
    "In",
    "Amount",
    "Currency",
    "Changes",
    "Reasons",
    "Remarks",
    "Error",
    "Became",
    "Stands",
    "Reference",
    "Counterpart",
)
PLANNED: Mapping[RowAction, str] = MappingProxyType(
    {
        RowAction.CREATE: "Create",
        RowAction.UPDATE: "Update",
        RowAction.VOID: "Void",
        RowAction.LINK: "Link",
        RowAction.CLOSE: "End the link",
        RowAction.LEAVE_OUT: "Leave out",
        RowAction.CONFLICT: "Conflict",
        RowAction.FAILURE: "Needs you",
        RowAction.NOTHING: "Nothing",
    }
)
BECAME: Mapping[RowState, str] = MappingProxyType(
    {
        RowState.DONE: "Done",
        RowState.CHANGED: "Changed since the plan",
        RowState.WAITING: "Waits",
    }
)
APPLIED = Sentence("Plan {plan} was applied.")
DRAFT_CHANGED = Sentence(
    "The rule for {kinds} that this plan was made with neither runs nor is the draft: save it, or preview it again."
)
