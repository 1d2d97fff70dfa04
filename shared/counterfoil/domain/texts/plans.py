"""What a plan says to people."""

from collections.abc import Mapping
from types import MappingProxyType

from counterfoil.domain.plan_job import RowAction, RowState
from counterfoil.domain.texts.sentence import Phrase, Sentence, word

LINES = Phrase("{count} lines of {total}")
ONE_LINE = Phrase("1 line of {total}")
WORDING = Phrase("the wording of the lines")
TOO_EARLY = Sentence("{day} is before everything that there is: name a day from {earliest} on.")
NOT_APPLIED_YET = Sentence("Nothing is carried before somebody has seen a plan and applied it.")
CHANGED_SINCE = Sentence("It has changed since the plan was made: plan it again.")
OTHER_RULE = Sentence("Another rule is in force than the plan was made with.")
WAITS_FOR_CHANGED = Sentence("{name} has changed since the plan was made: plan it again.")
LINKED_FIRST = Sentence("By this plan it is linked with {name}, which matches as well.")
ADDRESS_FIRST = Sentence(
    "By this plan a contact is made for {name}, which has the same e-mail address; HubSpot has one contact for an address."
    " Give one of the two customers in QuickBooks another address, or merge them."
)
NAME_FIRST = Sentence(
    "By this plan QuickBooks gets an entry of this name for another {kind} first, and QuickBooks takes every name once. Give"
    " one of the two another name in HubSpot."
)
PLANNED_WITH = Sentence("It is planned with {name}, from the other side.")
NOT_READABLE = Sentence("HubSpot or QuickBooks cannot be read at the moment: {reason}")
NOT_LET_IN = Sentence(
    "The permission to reach HubSpot or QuickBooks has ended. Connect the account again, then let the plan go on."
)
NOT_CONNECTED = Sentence("The connection is not ready: renew or switch it on, then let the plan go on.")
FIELD_CHANGE = Phrase("{field}: {before} -> {after}")
COLUMNS = (
    word("Object"),
    word("Record"),
    word("Action"),
    word("In"),
    word("Amount"),
    word("Currency"),
    word("Changes"),
    word("Reasons"),
    word("Remarks"),
    word("Error"),
    word("Became"),
    word("Stands"),
    word("Reference"),
    word("Counterpart"),
)
PLANNED: Mapping[RowAction, str] = MappingProxyType(
    {
        RowAction.CREATE: word("Create"),
        RowAction.UPDATE: word("Update"),
        RowAction.VOID: word("Void"),
        RowAction.LINK: word("Link"),
        RowAction.CLOSE: word("End the link"),
        RowAction.LEAVE_OUT: word("Leave out"),
        RowAction.CONFLICT: word("Conflict"),
        RowAction.FAILURE: word("Needs you"),
        RowAction.NOTHING: word("Nothing"),
    }
)
BECAME: Mapping[RowState, str] = MappingProxyType(
    {
        RowState.DONE: word("Done"),
        RowState.CHANGED: word("Changed since the plan"),
        RowState.WAITING: word("Waits"),
        RowState.REFUSED: word("Needs you"),
    }
)
NOT_FINISHED = Sentence("Only a plan that is finished can be applied.")
NOT_EVERYTHING = Sentence("A new connection begins with a plan of everything; this one is of a part only.")
STAYS_APPLIED = Sentence("This plan was applied, and what was applied cannot be discarded.")
APPLIED = Sentence("Plan {plan} was applied.")
DRAFT_CHANGED = Sentence(
    "The rule for {kinds} that this plan was made with neither runs nor is the draft: save it, or preview it again."
)
