"""What people are told when the ledgers do not agree."""

from counterfoil.domain.texts.sentence import Sentence

TITLE = Sentence("The ledgers differ, and nothing explains it")
SUBJECT = Sentence("Counterfoil: the ledgers differ ({connection})")
UNEXPLAINED = Sentence(
    "Last night these invoices were open over different amounts in HubSpot and QuickBooks, although nothing keeps them from"
    " being in step."
)
DIFFERS = Sentence("{invoice}, {name}: {hubspot} is open in HubSpot, {quickbooks} in QuickBooks.")
NOT_OPEN = Sentence("nothing")
STEPS = (
    Sentence("Open each invoice in HubSpot and in QuickBooks, and compare the payments on it."),
    Sentence("Enter the payment or credit that is missing on one side; it is then carried by itself."),
    Sentence("If both are right as they are, let whoever runs Counterfoil know: the next night's comparison asks again."),
)
