"""Every feature by its id, in sections. `required` says whether a test must prove it by now."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Feature:
    """Something that the product does for people."""

    title: str
    required: bool = True


def later(title: str) -> Feature:
    """One that need not be there yet."""
    return Feature(title, required=False)


SECTIONS: Mapping[str, Mapping[str, Feature]] = {
    "Connection": {
        "C1": later("A portal and a company are connected with the permission of both, and only by an administrator"),
        "C2": later("Several connections in one deployment know nothing of each other"),
        "C3": later("Sandbox companies are connected like any other"),
        "C4": later("Tokens renew themselves; where a permission ended, everything waits for a new one"),
        "C5": later("Disconnecting ends both permissions and keeps the history"),
        "C6": Feature("Checks before and while connected say what in the accounts advises or needs a change"),
    },
    "Objects and directions": {
        "O1": Feature("Customers, products and invoices go one way, the other, both or not at all"),
        "O2": Feature("Payments follow the invoices' direction and need no rule"),
        "O3": Feature("A rule turns from one way into two, and nothing is made anew"),
        "O4": Feature("A change is carried within seconds by webhook, and by polling if every webhook is lost"),
        "O5": Feature("A mirrored invoice is on its contact and that contact's company; what people associate stays"),
        "O6": Feature("Deals are never written"),
    },
    "Filters": {
        "L1": Feature("Groups of conditions on a record or its associated records decide what is carried"),
        "L2": Feature("Invoices from HubSpot keep three conditions that nobody can remove"),
        "L3": Feature("A new connection begins with the usual filters"),
        "L4": Feature("What stops matching is left out, and its money is carried all the same"),
        "L5": Feature("Older records come in by a previewed backfill only"),
    },
    "Matching": {
        "M1": Feature("Customers are known by e-mail, products by SKU, invoices by number, customer and total"),
        "M2": Feature("Products without a SKU stay where they are"),
        "M3": Feature("Keys are chosen per kind or switched off; of several candidates a person chooses"),
        "M4": Feature("A line without an item goes to one item that is made when first needed"),
    },
    "Field mappings": {
        "F1": Feature("Each predefined field can be switched off"),
        "F2": Feature("Own mappings reach custom properties and custom fields"),
        "F3": Feature("Types and lengths are checked; what only informs is shortened with a remark"),
        "F4": Feature("A new mapping offers a previewed re-sync of what is linked"),
    },
    "Conflicts and ownership": {
        "R1": Feature("Where both sides changed one field, the chosen side wins; other changes merge"),
        "R2": Feature("A mirrored invoice never writes back to QuickBooks"),
        "R3": Feature("An invoice of HubSpot's changed in QuickBooks stops, shows both versions and has two ways out"),
    },
    "Invoice life cycle": {
        "I1": Feature("A finalised invoice is made in QuickBooks with all that it says"),
        "I2": Feature("Payments, voids and early edits follow on the other side"),
        "I3": Feature("A void is carried both ways, and a payment on it is named"),
        "I4": Feature("An invoice made in QuickBooks is shown in HubSpot"),
        "I5": Feature("What was deleted or merged on either side is noticed and named"),
        "I6": Feature("The PDF that QuickBooks makes of an invoice can be had"),
        "I7": Feature("Each invoice in HubSpot shows how its sync stands"),
        "I8": Feature("Lines keep order, wording, quantities, prices and discounts"),
        "I9": Feature("Totals are compared to the cent after every write"),
        "I10": Feature("What a company's settings forbid is named before the write or at it"),
    },
    "Customers and products": {
        "P1": Feature("A customer is named by company, else by person"),
        "P2": Feature("A name that is taken is an error that names the holder"),
        "P3": Feature("Characters and lengths fit; addresses, phones and e-mail are carried"),
        "P4": Feature("Items carry name, SKU, price, type and account, and no price of another currency"),
    },
    "Payments": {
        "Y1": Feature("A payment appears on the other side: partial, several, or one for several invoices"),
        "Y2": Feature("A payment shows its source, date and status, and where it is in QuickBooks"),
        "Y3": Feature("Refunds and removed payments are noticed and named"),
        "Y4": Feature("The same money entered twice is suspected and named"),
        "Y5": Feature("Processing and platform fees are added up per month"),
    },
    "Errors that people see": {
        "E1": Feature("Customer missing on one side"),
        "E2": Feature("Display name taken"),
        "E3": Feature("Service date needed"),
        "E4": Feature("Invoice of HubSpot's changed in QuickBooks"),
        "E5": Feature("Tax code needed"),
        "E6": Feature("Document number in use"),
        "E7": Feature("Books closed"),
        "E8": Feature("Several candidates"),
        "E9": Feature("Totals differ"),
        "E10": Feature("Unknown account for products"),
        "E11": Feature("Currencies do not fit"),
        "E12": Feature("Connection needs a new permission"),
        "E13": Feature("Subscription ended"),
        "E14": Feature("Deleted on the other side"),
        "E15": Feature("Value does not fit its field"),
        "E16": Feature("Vendor unavailable or throttled, with the time of the next try"),
        "E17": Feature("HubSpot refuses a property or a scope"),
        "E18": Feature("Anything else, with the vendor's words and request id"),
    },
    "Health and review": {
        "H1": later("How many records of each kind are in step, need somebody or are left out"),
        "H2": later("Records with filters, and what happened to each"),
        "H3": Feature("Failing records are explained, and retried one by one or by category"),
        "H4": later("How one invoice stands, and that something fails"),
        "H5": later("The record view as a file"),
        "H6": Feature("A rule is edited, switched off and on, or deleted, without gaps or doubles"),
        "H7": Feature("A message when something new fails, grouped"),
    },
    "Beyond": {
        "X1": Feature("A plan of everything before the first write, and exactly that carried out"),
        "X2": Feature("One record explained, with every call made for it"),
        "X3": Feature("Nothing doubled and nothing lost, whatever crashes, repeats or comes late"),
        "X4": Feature("Both ledgers tied out every night"),
        "X5": later("Seconds, with cost and calls published"),
        "X6": later("Fees, refunds and payouts as one chain"),
        "X7": later("Tax with a proof"),
        "X8": later("Service dates from the lines' periods"),
        "X9": later("A policy for closed periods"),
        "X10": Feature("Customers as people organise them: company, contacts under it, or copies by e-mail"),
        "X11": later("A window replayed against another mapping"),
        "X12": later("Texts in the reader's language"),
        "X13": Feature("What an earlier integration made is taken over, and nothing made twice"),
        "X14": later("Sync state and links inside of HubSpot"),
        "X15": Feature("Rules as files: checked, versioned, restored"),
        "X16": Feature("A deployed stack and an account checked by one command"),
        "X17": Feature("Settled without money received is never counted as paid"),
        "X18": Feature("Class, location, department and PO number per document or line"),
    },
}  # fmt: skip
FEATURES: Mapping[str, Feature] = {name: feature for section in SECTIONS.values() for name, feature in section.items()}
