"""What people are told when the ledgers do not agree."""

from collections.abc import Mapping
from types import MappingProxyType

from counterfoil.domain.ledgers import Cause
from counterfoil.domain.texts.sentence import Sentence

UNDER_WAY = Sentence("Changed lately, and being carried")
TRIED_AGAIN = Sentence("{title}, tried again by itself")
CAUSES: Mapping[Cause, Sentence] = MappingProxyType(
    {
        Cause.UNDER_WAY: UNDER_WAY,
        Cause.LEFT_OUT: Sentence("Left out of the sync"),
        Cause.SETTLED: Sentence("Settled in QuickBooks without money, by a credit or a deposit"),
        Cause.ACCEPTED: Sentence("A difference that somebody accepted"),
        Cause.ENDED: Sentence("Deleted in HubSpot or QuickBooks, and nothing is left to do"),
        Cause.UNEXPLAINED: Sentence("Unexplained"),
    }
)
"""The causes that have no category."""

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
