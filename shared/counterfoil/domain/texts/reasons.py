"""Why a record stands as it does: what was decided and done about it."""

from counterfoil.domain.texts.sentence import Phrase, Sentence

# New records and their counterparts
MATCHED = Sentence("Matched with {name}.")
SEVERAL_MATCH = Sentence("Several records match: {names}.")
PERHAPS_THE_SAME = Sentence("These may be the same, but not all of it agrees, or it is wanted by several: {names}.")
WAS_THERE = Sentence(
    "{name} was in {system} already, with the same number, customer and total; it was linked, not made anew."
)
NO_COUNTERPART_YET = Sentence("It has no counterpart in {system} yet.")
SEARCH_RUNS_BEHIND = Sentence("It is new, and the search of {system} may not show yet what it belongs to.")
NEVER_EXISTED = Sentence("The record does not exist and was never linked.")
TAKEN_BACK = Sentence("QuickBooks has this payment on the invoice no more.")
COMES_FIRST = Sentence("It needs {name} first.")
LINKED = Sentence("Linked with {name} in {system}.")
MERGED_INTO = Sentence("It was merged into {name}, which takes over its link.")
MERGED_AND_LINKED = Sentence("Merged into another contact, {name}, which has its link now.")
CUSTOMER_BY_RULE = Sentence("By the rule {name} is invoiced now, and takes over its link.")
TOOK_ITS_PLACE = Sentence("{name} has taken its place.")
TOLD_THERE = Sentence("It is linked with {name} in {system} by now, and how the two stand is told there.")
NOTHING_UNDER_THIS_REFERENCE = Sentence("Read again; nothing is to be done under this reference.")

# What an earlier try left
MADE_EARLIER = Sentence("An earlier try has made it in {system}.")
NEVER_FINISHED = Sentence("An earlier try to make it in {system} was never finished.")
MAY_BE_AT_WORK = Sentence("An earlier try may still be at work on it.")
MADE_FOR_ANOTHER = Sentence("What was made for it belongs to another record now.")
CHANGED_ELSEWHERE = Sentence("It was changed elsewhere while it was being carried.")
NO_TIME_LEFT = Sentence("There was no time left for it, repeatedly.")

# The item of lines without a product
CUSTOM_ITEM_EXISTS = Sentence("It exists in QuickBooks.")
CUSTOM_ITEM_MISSING = Sentence("It does not exist in QuickBooks yet.")
CUSTOM_ITEM_INACTIVE = Sentence(
    'The item "{name}", under which lines without a product are sold, is inactive in QuickBooks.'
    " Make it active again there: the list of products and services shows inactive ones if asked to."
)

# Left out
RULE_OFF = Sentence("The rule for {kinds} is switched off.")
RULE_ONE_WAY = Sentence("The rule for {kinds} does not carry records from {system}.")
INACTIVE = Sentence("The {kind} is inactive in {system}.")
PROJECT = Sentence("Projects are not synced: their customer is.")
CONTACTS_ARE_CUSTOMERS = Sentence("By the rule contacts are customers, not companies.")
COMPANY_IS_CUSTOMER = Sentence("By the rule the company of this contact is the customer.")
FURTHER_CUSTOMER = Sentence(
    "It has the e-mail address of a contact that is linked with {name}. It gets that contact's invoices in {currency}, and"
    " no contact of its own."
)
SUB_CUSTOMER = Sentence(
    "It is a sub-customer with the e-mail address of a contact that is linked with {name}. Its invoices are shown to that"
    " contact, and it gets no contact of its own."
)
FURTHER_CONTACT = Sentence(
    "{other} in QuickBooks has this e-mail address too, and is linked with {one} in HubSpot. Invoices to this contact go to"
    " that customer, and it gets none of its own."
)
ADDRESS_OF_ANOTHER = Sentence(
    "{other} in QuickBooks has this e-mail address as well, and is linked with {one} in HubSpot. This contact gets a"
    " customer of its own. If both are the same, merge the two contacts in HubSpot."
)
ADDRESS_TAKEN = Sentence(
    "{one} in HubSpot has this e-mail address already, and is linked with {other}. Give one of the two customers in"
    " QuickBooks another address, or merge them."
)
CUSTOM_ITEM = Sentence("It stands for lines without a product.")
BUNDLE = Sentence("Bundles are not synced: QuickBooks sells their items.")
NOT_MADE_IN_HUBSPOT = Sentence("The invoice was not made in HubSpot.")
MADE_FOR_HUBSPOT = Sentence(
    "The invoice was made for one of HubSpot, which does not exist any more or has another invoice in QuickBooks."
)
NEGATIVE_TOTAL = Sentence("{name} comes to {total}; HubSpot has no invoices over less than nothing.")
DRAFT = Sentence("The invoice is a draft.")
VOIDED_BEFORE_SYNC = Sentence("The invoice was voided before it was ever synced.")
OLDER_THAN_SYNC = Sentence("The invoice was neither created nor modified after the sync was switched on.")
NOT_ON_AN_INVOICE = Sentence("The payment is not on an invoice.")
CREDIT_ONLY = Sentence("It is no money received: {credits} settles the invoice.")
NOT_RECEIVED = Sentence("The payment is {status}: it does not count as money received.")
NO_SKU = Sentence("Products without a SKU are not synced.")
ONLY_WHEN_NEEDED = Sentence("{kinds} are made only for invoices that need them.")
CREATES_NONE = Sentence("The rule for {kinds} makes no new ones: it links only what exists in both systems.")

# What a document refers to
OTHER_COMPANY = Sentence(
    "The invoice is for the company {company} in HubSpot, but it is booked to the customer of its contact, whose company is"
    " {other}. If that is wrong, choose the contact's primary company in HubSpot, or let companies be the customers."
)
OWNER_LEFT_OUT = Sentence("It belongs to {name}, which is left out: {reason}")
OWNER_GONE = Sentence("It belongs to {name}, which does not exist any more.")
OWNER_ENDED = Sentence("It belongs to {name}, which has no counterpart any more: {reason}")
WAITS_FOR = Sentence("It waits for {name}: {reason}")
WAITS_FOR_COUNTERPART = Sentence("It waits for {name}, which has no counterpart yet.")
DOES_NOT_EXIST = Sentence("It does not exist.")
NO_CONTACT = Sentence("No contact is associated with the invoice in HubSpot.")
OTHER_CURRENCY = Sentence(
    "The invoice is in {wanted}, and {name} in QuickBooks is in {currency} for ever. Make a second customer there in"
    " {wanted}, under a name of its own, with the e-mail address {email}."
)
OTHER_CURRENCY_WITHOUT_ADDRESS = Sentence(
    "The invoice is in {wanted}, and {name} in QuickBooks is in {currency} for ever. Its contact has no e-mail address in"
    " HubSpot: add one there. Then make a second customer in QuickBooks in {wanted}, under a name of its own, with that"
    " address."
)
SEVERAL_IN_CURRENCY = Sentence("Several customers in {currency} match: {names}.")
SEVERAL_ITEMS = Sentence("Several items in QuickBooks have the SKU {sku}: {names}.")

# Changes
NOTHING_CHANGED = Sentence("Nothing changed since both sides last agreed.")
CARRIED = Sentence("{fields} changed in {source}: carried to {target}.")
CONFLICT = Sentence("The {field} was changed on both sides; the rule says that {winner} wins.")
PUT_BACK = Sentence("{fields} changed in HubSpot: put back, since the invoice is edited in QuickBooks.")
VOID_PUT_BACK = Sentence("Voided in HubSpot alone: put back, since the invoice is edited in QuickBooks.")
SHORTENED = Sentence("The {field} is longer than {target} takes; it is shortened there, and whole in {source}.")
SHORTENED_OF = Sentence("The {field} of {name} is longer than {target} takes; it is shortened there, and whole in {source}.")
NOT_KEPT = Sentence(
    "{system} did not keep the {field} as it was written. If invoices there do not show that custom field, have it shown:"
    " under Custom fields, Edit, Invoice."
)
NO_PROPERTY = Sentence(
    "{system} has no property for the {field} any more, so that it is not carried. Have the property made again under"
    " Settings, Properties; or have the mapping taken out of the rule."
)
KEPT_AS_IT_WAS = Sentence(
    "{system} does not take a new {fields} of a finalised invoice, and keeps what it had; the other system has what is new."
)
STILL_OPEN = Sentence(
    "The contact belongs to another company in HubSpot now, and {amount} are still open with {name} in QuickBooks, which is"
    " below the former one."
)
OPEN_UNKNOWN = Sentence(
    "The contact belongs to another company in HubSpot now, and QuickBooks does not say what is still open with {name},"
    " which is below the former one."
)
STAYS_BELOW = Sentence(
    "The contact belongs to no company in HubSpot any more; {name} stays below its customer in QuickBooks. If that is wrong,"
    ' open it there, choose Edit, and take the tick from "Is a sub-customer".'
)
HANDED_OVER = Sentence(
    "{name} is for {now} in HubSpot by now, and for {before} in QuickBooks. Money is put to it already, so that it stays"
    " with whoever paid it."
)
STANDS_ALONE = Sentence(
    "The contact belongs to a company in HubSpot; {name} is below no customer in QuickBooks. If that is wrong, open it"
    ' there, choose Edit, tick "Is a sub-customer", and choose the customer of the company.'
)
NAME_KEPT = Sentence(
    "The name was changed in {source}; {name} in {target} keeps its own, since it is called after somebody else."
)
EDITED = Sentence("{name} was edited in QuickBooks ({fields}); its total is {now} now, it was {before}.")
EDITED_SAME_TOTAL = Sentence("{name} was edited in QuickBooks ({fields}); its total is {now} now, as before.")
TAX_OR_TOTAL = Phrase("tax or total")

# Voids and endings
VOIDED = Sentence("Voided in {system}.")
VOIDED_ON_BOTH_SIDES = Sentence("Voided on both sides.")
ENTERED_AGAIN = Sentence("{name} is void in HubSpot, and was entered again in QuickBooks, where it comes to {total}.")
VOID_BLOCKED = Sentence(
    "{name} was voided in {source}, but a payment is applied to it in {target}, where {owed} of {total} are still owed."
)
BOTH_GONE = Sentence("Both records are gone.")
DELETED = Sentence("{name} was deleted in {system}.")
TAKEN_OFF = Sentence("{name} was taken off it in {system}, where it is kept as credit or pays something else.")
DELETED_OR_MERGED = Sentence("{name} was deleted or merged away in {system}.")
MADE_INACTIVE = Sentence(
    "{name} was made inactive or merged into another in {system}."
    " Make it active again, or give an active {kind} the same {known_by}."
)
DELETED_BEFORE = Sentence("It was deleted in {system} before it was carried.")
DELETED_MEANWHILE = Sentence("It was deleted in {source} while its counterpart in {target} was being made.")
ENDED = Sentence("{ending} It is {status} in {system}, so that nothing is left to do.")
ON_NO_INVOICE = Sentence("{ending} It is on no invoice in {system} either, so that nothing is left to do.")
ENDED_ON_BOTH_SIDES = Sentence(
    "{name} is {hubspot} in HubSpot and {quickbooks} in QuickBooks, so that nothing is left to do."
)
REPLACED = Sentence("{ending} Matched with {names} instead.")
OTHERS_REPLACE = Sentence("{ending} What matches now is not what a person had chosen: {names}.")
SEVERAL_REPLACE = Sentence("{ending} Several records match now: {names}.")
CONTACTS_MERGED = Sentence(
    "{merged} was merged into another contact in HubSpot, which stays linked to {kept}; {lost} has no contact any more."
    " Merge the two customers in QuickBooks too if they are one."
)

# Money
AMOUNTS_DIFFER = Sentence("HubSpot's {what} is {hubspot}, QuickBooks' {what} is {quickbooks}.")
PAYMENT_UNDER_WAY = Sentence("{differing} A payment is under way or left out.")
CREDIT_APPLIED = Sentence("Beside the payments, a credit is applied in QuickBooks.")
NOT_COUNTED = Sentence("HubSpot has payments of {amount} on the invoice that it does not count.")
SETTLED_WITH_CREDIT = Sentence("QuickBooks settles the invoice with {credits}, which is no money received.")
DEPOSIT = Sentence("QuickBooks counts a deposit of {amount}, which was entered on the invoice itself and is no payment.")
KEPT_AS_CREDIT = Sentence(
    "{rest} of {name} is more than the invoice owed in QuickBooks, which keeps it as the customer's credit."
)
REST_PUT = Sentence("The invoice owes something in QuickBooks again: {rest} that was kept as credit is put to it.")
SAME_REFERENCE = Sentence("{one} and {other} may be the same money: they have the same reference {reference}.")
PAID_TOO_MUCH = Sentence(
    "{one} and {other} may be the same money: {paid} are paid of {total}, one was entered in HubSpot and one in QuickBooks."
)
PAYMENTS_NOT_CARRIED = Sentence(
    "{differing} The rule for invoices carries none from HubSpot any more, and so no payments of this one. Let invoices go"
    " both ways, or enter what is missing by hand."
)
UNEXPLAINED = Sentence("{differing} No payment explains it.")
BLAMED = Sentence("{differing} {reason}")
OF_A_RECORD = Sentence("{name}: {reason}")
PAYMENT_REMOVED = Sentence("{name} was removed in QuickBooks, and still counts in HubSpot.")
PAYMENT_REVERSED = Sentence("{name} is {status} in {source}, and counts in full in {target}.")
REFUNDED_IN_PART = Sentence(
    "A part of the payment of {day} was refunded in {source}: {here} of it count there, {there} in {target}."
)
REFUNDED_PART = Sentence("{refunded} of it were refunded in {system}.")
REFUNDED_BEFORE = Sentence("A part of {name} was refunded before it was carried.")

# What people decided
LINKED_BY = Sentence("{who} linked it with {name} on {day}: {reason}")
UNLINKED_BY = Sentence("{who} unlinked it from {name} on {day}, so that nothing is made for it: {reason}")
LEFT_OUT_BY = Sentence("{who} left it out on {day}: {reason}")
ACCEPTED_BY = Sentence("{who} accepted this on {day}: {reason}")
SENT_AGAIN_BY = Sentence("{who} had HubSpot's version sent to QuickBooks again on {day}: {reason}")
CHOSEN_IS_LOST = Sentence(
    "{who} linked it with {name} on {day}, which is not there, was made inactive, is of a sort that is not synced, or is"
    " linked with another record by now."
)

# The product's own states
SWITCHED_OFF = Sentence("The sync is switched off.")
CONNECTION_ENDED = Sentence("The connection needs to be renewed.")
DISCONNECTED = Sentence("The connection was disconnected. Once it is connected again, this goes on.")
DEFECT = Sentence("A defect of Counterfoil's own stopped it; whoever runs Counterfoil has been alerted.")
