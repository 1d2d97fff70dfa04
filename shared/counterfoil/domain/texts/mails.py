"""What people are sent."""

from counterfoil.domain.texts.sentence import Phrase, Sentence

ONE_FAILS = Sentence("Counterfoil: 1 record needs you ({connection})")
SEVERAL_FAIL = Sentence("Counterfoil: {count} records need you ({connection})")
ONE_SOLVED = Sentence("Counterfoil: 1 record solved ({connection})")
SEVERAL_SOLVED = Sentence("Counterfoil: {count} records solved ({connection})")

ONE_OF_A_CAUSE = Sentence("{category} {title}: 1 record")
SEVERAL_OF_A_CAUSE = Sentence("{category} {title}: {count} records")
SOLVED = Sentence("Nothing needs doing any more for:")
RECORD = Sentence("- {name}")
EXPLAINED = Sentence("  {explanation}")
ADDRESS = Sentence("  {system}: {address}")
SEE_ALSO = Sentence("  See also: {address}")
DETAILS = Sentence("  Details: {details}")
MORE = Sentence("- and {count} more")
CONNECTION = Sentence("Connection: {id}")

RECONNECT_SUBJECT = Sentence("Counterfoil: the connection needs to be renewed ({connection})")
RECONNECT = Sentence("The permission to reach HubSpot or QuickBooks has ended.")

MANY_VANISHED_SUBJECT = Sentence("Counterfoil: most records cannot be found ({connection})")
MANY_VANISHED = Sentence(
    "Last night's check could not find most of the records that are linked, in HubSpot or in QuickBooks."
    " That is likelier a mistake than true, so nothing was closed or changed."
)
VANISHED_OF = Sentence("{system}: {vanished} of {known} linked records cannot be found.")
MANY_VANISHED_STEPS = (
    Sentence("Open some of these records in HubSpot and QuickBooks. If they are there, nothing needs doing."),
    Sentence("See that whoever connected the accounts may still see them: a permission may have been taken away."),
    Sentence(
        "If they were deleted on purpose, let an administrator confirm it under Needs you, or by the command below."
        " The next check then closes their links."
    ),
)
ACCEPT_VANISHED = Phrase("uv run poe accept-vanished --connection {connection}")
STEP = Sentence("{number}. {step}")
