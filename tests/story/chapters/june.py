"""Who is who: namesakes, shared addresses, mergers, new names, and what is out of its list."""

from counterfoil.domain.identity import EntityKind, RecordRef
from tests.story.books import HUBSPOT, QUICKBOOKS, Party, needs_you
from tests.story.figures import Sold, on
from tests.story.story import Story

_JUNE = on(6, 1)


def june(story: Story) -> None:
    """Customers and items as people leave them."""
    _namesakes(story)
    _shared_address(story)
    _merged_in_quickbooks(story)
    _merged_in_hubspot(story)
    _renamed(story)
    _inactive_item(story)


def _work(name: str) -> Sold:
    return Sold(name, "2", "40.00")


def _namesakes(story: Story) -> None:
    sales = story.office.sales
    with story.step("Tom Vega buys gravel"):
        sales.sell("Tom's gravel", sales.meet("Tom", "Vega", "tom@vega.example"), _work("Gravel"), day=_JUNE)
    with story.step("Another Tom Vega buys sand: QuickBooks takes no second customer of that name (E2)"):
        other = sales.meet("Tom", "Vega", "tv@other.example")
        sand = sales.sell("The other Tom's sand", other, _work("Sand"), day=_JUNE)
        sand.stopped(needs_you("E2", "Tom Vega"))
    with story.step("He is called Tom (London) Vega in HubSpot, as the remedy says: in step, a customer of his own"):
        story.office.firm.portal.change("contacts", other.contact, firstname="Tom (London)")
        sand.carried()
        story.office.firm.books.touch(sand)


def _shared_address(story: Story) -> None:
    sales, desk, operator = story.office.sales, story.office.desk, story.office.operator
    firm, abroad = (desk.enter(name, "accounts@pott.example") for name in ("Pott & Co", "Pott & Co abroad"))
    with story.step("Two customers in QuickBooks share the address of Olga Pott: nobody guesses (E8)") as step:
        olga = sales.meet("Olga", "Pott", "accounts@pott.example")
        pots = sales.sell("Olga's pots", olga, _work("Pots"), day=_JUNE)
        pots.stopped(needs_you("E8", abroad.name))
        ref = RecordRef(HUBSPOT, EntityKind.CUSTOMER, olga.contact)
        step.then("both are named", lambda: story.says(ref, needs_you("E8", firm.name)))
    with story.step("Grace chooses the one abroad: the invoice is booked there") as step:
        operator.decide("choose", ref, "They pay abroad", "--candidate", f"quickbooks:customer:{abroad.row}")
        pots.carried()
        story.office.firm.books.touch(pots)
        step.then("abroad", lambda: desk.customer_of(pots)["Id"] == abroad.row != firm.row)


def _merged_in_quickbooks(story: Story) -> None:
    office, sales, desk = story.office, story.office.sales, story.office.desk
    with story.step("Hugo Lind buys turf"):
        hugo = sales.meet("Hugo", "Lind", "hugo@lind.example")
        turf = sales.sell("Hugo's turf", hugo, _work("Turf"), day=_JUNE)
    with story.step("Hugo is merged into Lind Estates in QuickBooks; his next invoice finds him gone (E14)"):
        estates = desk.enter("Lind Estates")
        office.firm.bookkeeper.merge("Customer", estates.row, desk.customer_of(turf)["Id"])
        turf.parties[QUICKBOOKS] = Party("Lind Estates", "")
        more = sales.sell("More turf", hugo, _work("Turf"), day=_JUNE)
        more.stopped(needs_you("E14"))
    with story.step("Lind Estates gets his address, as the remedy says: the invoice is booked to them") as step:
        office.firm.bookkeeper.change("Customer", estates.row, PrimaryEmailAddr={"Address": hugo.email})
        turf.parties.clear()
        more.carried()
        office.firm.books.touch(more)
        office.firm.books.touch(turf)
        step.then("the estates", lambda: desk.customer_of(more)["Id"] == estates.row)


def _merged_in_hubspot(story: Story) -> None:
    office, sales, desk = story.office, story.office.sales, story.office.desk
    with story.step("Nora Quist is known by two contacts; she buys under the first"):
        first = sales.meet("Nora", "Quist", "nora@quist.example")
        second = sales.meet("Nora", "Quist-Lang", "nora.quist@work.example")
        vine = sales.sell("Nora's vine", first, _work("Vine"), day=_JUNE)
    with story.step("Both contacts are merged in HubSpot; what she buys then is for the same customer") as step:
        first.contact = office.firm.portal.merge_contacts(first.contact, second.contact)
        ivy = sales.sell("Nora's ivy", first, _work("Ivy"), day=_JUNE)
        step.then("one customer", lambda: desk.customer_of(ivy)["Id"] == desk.customer_of(vine)["Id"])


def _renamed(story: Story) -> None:
    office, sales, desk = story.office, story.office.sales, story.office.desk
    with story.step("Paul Reed buys reeds"):
        paul = sales.meet("Paul", "Reed", "paul@reed.example", phone="1")
        reeds = sales.sell("Paul's reeds", paul, _work("Reeds"), day=_JUNE)
    with story.step("His telephone is changed on both sides at once: HubSpot wins, by the rule; his town is kept") as step:
        row = desk.customer_of(reeds)["Id"]
        with story.webhooks_held():
            office.firm.portal.change("contacts", paul.contact, phone="555-0102")
            address = {"City": "Reedham"}
            office.firm.bookkeeper.change("Customer", row, PrimaryPhone={"FreeFormNumber": "555-0999"}, BillAddr=address)
        step.then("HubSpot's number in QuickBooks", lambda: _phone(story, row) == "555-0102")
        step.then("the town in HubSpot", lambda: _town(story, paul.contact) == "Reedham")
    with story.step("He marries: his new name in HubSpot is his customer's in QuickBooks") as step:
        office.firm.portal.change("contacts", paul.contact, lastname="Reed-Marsh")
        names = {"Paul Reed-Marsh"}
        step.then("renamed", lambda: {office.firm.bookkeeper.read("Customer", row)["DisplayName"]} == names)


def _town(story: Story, contact: str) -> str:
    return story.office.firm.portal.read("contacts", contact, "city")["city"]


def _phone(story: Story, row: str) -> str:
    return str(story.office.firm.bookkeeper.read("Customer", row)["PrimaryPhone"]["FreeFormNumber"])


def _inactive_item(story: Story) -> None:
    office, sales, desk = story.office, story.office.sales, story.office.desk
    with story.step("Fountain pumps are out of QuickBooks' list when one is sold (E14)"):
        pump = desk.item("Fountain pump")
        office.firm.bookkeeper.make_inactive("Item", pump["Id"])
        rita = sales.meet("Rita", "Wells", "rita@wells.example")
        line = Sold("Fountain pump", "1", "129.00", sku="PUMP", product=sales.product("PUMP"))
        sold = sales.sell("Rita's pump", rita, line, day=_JUNE)
        sold.stopped(needs_you("E14", "Fountain pump"))
    with story.step("The pump is put back into the list, as the remedy says: in step"):
        office.firm.bookkeeper.make_active("Item", pump["Id"])
        sold.carried()
        office.firm.books.touch(sold)
