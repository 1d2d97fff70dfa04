"""What could not be done with a record, and why: said before a vendor is asked, or instead of its own words."""

from counterfoil.domain.texts.sentence import Phrase, Sentence

# Values and amounts that do not fit
TOO_LONG = Sentence("The {field} has {length} characters, {system} takes {longest}.")
NOT_CHOSEN = Sentence("The mapping {field} does not say what {value} is called in {system}.")
NOT_IN_LIST = Sentence("The company's QuickBooks has no active {field} called {value}.")
NO_CUSTOM_FIELD = Sentence(
    "QuickBooks' invoices have no active custom field {field} that Counterfoil knows of. Have it made active in QuickBooks,"
    " under Custom fields, with Invoice among its forms; or take the mapping out of the rule."
)
NO_NUMBER = Sentence("{field} in QuickBooks takes a number, and {value} is none.")
NO_OPTION = Sentence("The drop-down list {field} in QuickBooks has no active option called {value}.")
OTHER_CURRENCY = Sentence("The document is in {currency}, the company keeps its books in {home} only.")
LINES_DO_NOT_ADD_UP = Sentence("Invoice {number}: its lines come to {lines}, its total is {total}.")
TAX_CODES_NEEDED = Sentence("Companies in {country} need a tax code on every line.")
DISCOUNT_REFUSED = Sentence("Invoice {number} has a discount of {discount}, and discounts are switched off in QuickBooks.")
NAMELESS_CUSTOMER = Sentence(
    "{name} has neither a name nor a company nor an e-mail address that it could be called by in QuickBooks."
)
NAMELESS_PRODUCT = Sentence("{name} has no name that an item could have in QuickBooks.")
NO_CUSTOMER = Sentence("The invoice has no customer in QuickBooks.")
NO_CUSTOMER_FOR_PAYMENT = Sentence("The payment's invoice has no customer in QuickBooks.")
NO_ITEM = Sentence("Line {number} has no item in QuickBooks.")
NO_INCOME_ACCOUNT = Sentence("The company has no active income account.")
NO_ACCOUNT = Sentence("No income account is chosen for new items.")
UNKNOWN_ACCOUNT = Sentence("There is no active income account {name}; there are these: {names}.")
NUMBER_HELD = Sentence("QuickBooks has {name} already, over {total}, of {day}.")
BOOKS_CLOSED = Sentence("It is of {day}, a day for which the QuickBooks books are closed.")
NOT_IN_STOCK_YET = Sentence("It is of {day}, and one of its items is counted in stock from a later day only: {names}.")
BOOKS_CLOSED_UNTIL = Sentence("It is of {day}, and the QuickBooks books are closed up to {closed}.")
NAME_HELD = Sentence("QuickBooks has the {holder} {name} already.")
NAME_HELD_INACTIVE = Sentence("QuickBooks has the inactive {holder} {name} already.")
HOLDERS = {
    "Customer": Phrase("customer"),
    "Vendor": Phrase("vendor"),
    "Employee": Phrase("employee"),
    "Item": Phrase("item"),
}

# What a vendor's product cannot do
PAYS_OTHERS = Sentence("The payment also pays other documents, which a void would reopen.")
CANNOT_BE_VOIDED = Sentence("{system} cannot void a {kind}; delete it there.")
VOID_REFUSED = Sentence("HubSpot does not let a program void this invoice: void it there by hand.")
VOID_NOT_KEPT = Sentence("HubSpot was told that this invoice is void, and still shows it as it was.")
NOT_TAKEN = Sentence("It was changed in QuickBooks, and HubSpot does not take a new {fields} of it.")
CANNOT_BE_CHANGED = Sentence("HubSpot does not let a program change {fields} of a {kind}.")

# What is not as it was
TOO_MUCH = Sentence("{payment} is more than the {room} that it may pay of {invoice} in QuickBooks.")
NOT_PAID_BY_IT = Sentence("The payment does not pay the invoice any more.")
CHANGED_MEANWHILE = Sentence("The record was changed in {system} while it was being carried.")
PAYS_SEVERAL = Sentence(
    "The payment stands on {count} invoices in HubSpot: {names}. HubSpot does not say what it pays of each, and one of them"
    " may have been made for the same money a second time."
)
GONE_MEANWHILE = Sentence("The record is not in {system} any more.")
PARTS_VANISHED = Sentence("Parts of the invoice vanished while it was being read: it is being edited.")

# What cannot be understood, or was not answered
UNREADABLE = Sentence("What {system} shows of the {kind} with the id {id} cannot be understood.")
UNWRITABLE = Sentence("The {kind} cannot be written to {system}.")
UNCLEAR_ANSWER = Sentence("The answer of {system} does not say what became of it.")
ALLOWANCE_USED_UP = Sentence("As many calls have been made as may be made for the moment.")
BEING_RENEWED = Sentence("The permission is being renewed.")

# What people ask of a connection
NOTHING_TO_PAUSE = Sentence("Nothing is carried for this connection, so that there is nothing to pause.")
NOTHING_TO_RESUME = Sentence("The connection is not paused: what it waits for is another thing.")
NAME_TOO_LONG = Sentence("A name has at most {most} letters, in one line.")
BEING_DELETED = Sentence("The connection is being deleted. Once that is done, both accounts can be connected anew.")
FOUND_OTHERWISE = Sentence("Something else has been found meanwhile: read it, and decide again.")
CANNOT_BE_LEFT = Sentence("There is nothing to leave, or it has to be changed for anything to work.")
NOTHING_CHECKED = Sentence("The accounts have not been checked yet.")
NOT_CONFIRMED = Sentence("To delete it, type its name just as it is written here ({name}).")
