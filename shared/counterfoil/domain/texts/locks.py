"""Why a predefined field is carried one way only, or not at all."""

from counterfoil.domain.texts.sentence import Sentence

OF_THE_COMPANY = Sentence("It comes from the contact's company in HubSpot, which is not the contact's to change.")
FOR_GOOD = Sentence("Neither system changes the currency of what exists.")
MADE_IN_HUBSPOT = Sentence("An invoice made in HubSpot is changed there.")
MADE_IN_QUICKBOOKS = Sentence("An invoice made in QuickBooks is changed there.")
WHERE_IT_WAS_MADE = Sentence("An invoice is changed where it was made.")
OTHER_WAY = Sentence("It is carried the other way only, and this rule does not go that way.")
CALCULATED = Sentence("Each system works it out by itself; the two are compared.")
BY_ITS_OWN_WAY = Sentence("It is carried by its own steps, never copied as a field.")
ONLY_IN_QUICKBOOKS = Sentence("HubSpot has no such thing.")
