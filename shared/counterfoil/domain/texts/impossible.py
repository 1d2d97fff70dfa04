"""Why something that a person chose cannot be done."""

from counterfoil.domain.texts.sentence import Sentence

OTHER_KIND = Sentence("{one} and {other} are not of one kind.")
SAME_SYSTEM = Sentence("{one} and {other} are both in {system}; one record of each system is needed.")
NAMES_NO_RECORD = Sentence(
    "This names no record. Open the other one in {system}: its id is the number at the end of its address there. The number"
    " of an invoice is none."
)
LINKED_ELSEWHERE = Sentence("{name} is linked with {other}; unlink it first.")
LINKED_ALREADY = Sentence("{one} and {other} are linked already.")
IN_THE_MAKING = Sentence(
    "What goes with {name} in the other system is being made at the moment; try again in a few minutes."
)
LEFT_OUT_NOW = Sentence("{name} was left out by {who}; take it back first.")
NOT_LINKED = Sentence("{name} is not linked with any record.")
NOTHING_TO_CHOOSE = Sentence("{name} does not wait for a choice between several records.")
NO_CANDIDATE = Sentence("{other} is not one of the records that {name} may be; those are: {names}.")
NOTHING_TO_TAKE_BACK = Sentence("Nobody has left out or unlinked {name}, or accepted a difference of it.")
NOT_FAILING = Sentence("{name} needs nobody, so that there is nothing to accept or to send again.")
NOT_ACCEPTABLE = Sentence(
    "What {name} fails for ({category} {title}) is not a difference that could be accepted."
    " If it fails for one of its payments, name that payment."
)
NOT_EDITED = Sentence(
    "{name} itself was not edited in QuickBooks ({category} {title}), so that there is nothing to send again."
    " If one of its payments was removed there, name that payment."
)
WITHOUT_AUTHOR = Sentence("Who decided it, in at most {longest} characters, has to be given.")
WITHOUT_REASON = Sentence("Why it is so, in at most {longest} characters, has to be given.")
