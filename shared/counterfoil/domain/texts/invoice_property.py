"""What people read on the HubSpot invoice."""

from counterfoil.domain.texts.sentence import Phrase, Sentence

HEADING = Sentence("{category} {title}")
TRIED_AGAIN = Sentence("It is tried again by itself, every few minutes.")
ONCE_DONE = Sentence(
    "Once that is done it is tried again by itself: mostly within ten minutes, at the latest after an hour."
)
IN_QUICKBOOKS = Sentence("In QuickBooks: {address}")
SEE_ALSO = Sentence("See also: {address}")
DETAILS = Sentence("Details: {details}")

STATUS_LABEL = Phrase("QuickBooks sync status")
NUMBER_LABEL = Phrase("QuickBooks number")
INVOICE_STATUS_LABEL = Phrase("QuickBooks status")
DATE_LABEL = Phrase("QuickBooks date")
DUE_DATE_LABEL = Phrase("QuickBooks due date")
TOTAL_LABEL = Phrase("QuickBooks total")
BALANCE_LABEL = Phrase("QuickBooks balance")
LINK_LABEL = Phrase("QuickBooks link")
PDF_LABEL = Phrase("QuickBooks PDF")
RECORD_LABEL = Phrase("Counterfoil page")
SYNCED_AT_LABEL = Phrase("QuickBooks synced at")
REMARKS_LABEL = Phrase("QuickBooks sync remarks")
ERROR_LABEL = Phrase("QuickBooks sync error")
