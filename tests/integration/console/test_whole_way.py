"""From both consents to the first invoice, and all that comes after: in Chromium, at the deployed bundle."""

import zipfile
from collections.abc import Iterator
from decimal import Decimal

import pytest
from playwright.sync_api import Browser, Locator

from counterfoil_console.web.access import Access
from counterfoil_console.web.application import every_subject
from infra.local.live import LiveBundle
from infra.sandbox.pair import TwinPair
from tests.console.browsing import CHROMIUM, MISSING, SCREENS, chromium, page_on
from tests.integration.console.keyboard import Keyboard
from tests.integration.console.whole_way import Company, Person, until

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=MISSING),
    pytest.mark.timeout(900),
    # playwright leaves its sockets to the garbage collector
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"),
]
LIGHT, DARK, PHONE, PHONE_DARK = SCREENS


@pytest.fixture(scope="module")
def live() -> Iterator[LiveBundle]:
    """The bundle between both twins, with no connection."""
    with LiveBundle(TwinPair(), connect=lambda _stack, _credentials: None) as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture
def person(browser: Browser, live: LiveBundle) -> Iterator[Person]:
    """Somebody who opens a browser; nothing in it complains, and it asks nobody else for anything."""
    with page_on(browser, LIGHT) as page:
        someone = Person(page, live)
        yield someone
        assert "\n".join(someone.heard) == ""


@pytest.mark.feature("C1", "C6", "O1", "X1", "I1", "H1", "H2", "H3", "H4", "H5", "H6")
def test_a_company_begins_and_lives_with_it(live: LiveBundle, person: Person, browser: Browser) -> None:
    company = Company(live, "Northlight Supply")
    page = person.page
    person.sign_in("administrator")
    here, ada, first = _begun(company, person)

    _a_number_is_taken(company, person, here, ada)
    _two_customers_could_be_meant(company, person, here)
    _off_and_on(company, person, here, ada)
    _exported(person, here, first)
    _a_viewer_only_looks(live, browser, here)
    _a_stranger_sees_nothing(browser, here)

    page.get_by_role("button", name="Sign out").click()
    page.get_by_text("You are signed out").wait_for()
    page.goto(f"{here}/records")
    assert "Sign in to Counterfoil" in page.locator("body").inner_text()


@pytest.mark.feature("C1", "O1", "X1", "H2", "H6")
def test_it_is_all_done_without_scripts(live: LiveBundle, browser: Browser) -> None:
    """On a telephone at night: whatever goes on by itself elsewhere is looked at again."""
    with page_on(browser, PHONE_DARK, scripts=False) as page:
        person, company = Person(page, live), Company(live, "Harbour Books")
        person.sign_in("administrator")
        here, ada, _ = _begun(company, person)
        _a_number_is_taken(company, person, here, ada)
        _off_and_on(company, person, here, ada)
        assert "\n".join(person.heard) == ""


@pytest.mark.feature("C1", "O1", "X1")
def test_it_is_all_reached_with_the_keyboard(live: LiveBundle, browser: Browser) -> None:
    """From the door to the first invoice, without a mouse."""
    company = Company(live, "Quayside Tools")
    with page_on(browser, DARK) as page:
        person, keys = Person(page, live), Keyboard(page)
        page.goto(person.console)
        keys.follow("Sign in")
        credentials = live.stack.people["administrator"]
        keys.write("Username", credentials["email"])
        keys.write("Password", credentials["password"])
        page.keyboard.press("Enter")
        page.get_by_text("Sign out").wait_for()
        page.goto(f"{person.console}/connect")
        for vendor, account in (("HubSpot", company.portal_id), ("QuickBooks", company.realm_id)):
            keys.follow(f"Connect {vendor}")
            keys.pick("Account", account)
            keys.follow("Connect")
        number = company.sell(company.sales.add_contact(firstname="Ida", lastname="Berg", email="ida@berg.example"), "9.50")

        keys.follow("Continue to rules")
        keys.follow("Preview everything")
        page.get_by_role("button", name="Create 1 customer").wait_for()
        keys.open("Create 1 customer")
        assert keys.focused == "Look at it again"
        keys.escape()
        assert keys.focused.startswith("Create 1 customer")
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        keys.follow("Create 1 customer")

        until(lambda: company.booked(number), lambda totals: totals == [Decimal("9.50")])
        assert "\n".join(person.heard) == ""


def _begun(company: Company, person: Person) -> tuple[str, str, str]:
    """From both consents to the first invoice: where the connection's pages are, a contact, and the invoice's number."""
    page, here = person.page, person.connect(company)
    ada = company.sales.add_contact(firstname="Ada", lastname="Moss", email="ada@moss.example")
    first = company.sell(ada, "120.00")

    _a_check_is_left(person)
    page.get_by_role("link", name="Continue to rules").click()
    person.press("Preview everything")
    told = person.wait_for(page.url, "Create 1 customer")
    assert "Nothing has been written yet." in told
    person.press("Discard")
    assert "The plan is discarded. Nothing was written." in page.locator("body").inner_text()
    person.press("Make a plan of everything")
    person.wait_for(page.url, "Create 1 customer")
    assert company.books.rows("Invoice") == []
    person.press("Create 1 customer")
    until(lambda: company.booked(first), lambda totals: totals == [Decimal("120.00")])
    person.wait_for(f"{here}/records?status=in_sync", first)
    return here, ada, first


def _a_check_is_left(person: Person) -> None:
    """What one has read and wants so stays so, also when the accounts are checked again; and it can be taken back."""
    page = person.page

    def row() -> Locator:
        return page.get_by_role("row").filter(has_text="Closing date of the books")

    row().get_by_role("button", name="Leave it").click()
    page.get_by_role("dialog").get_by_role("button", name="Leave it").click()
    page.get_by_text("It stays as it is, until something else is found.").wait_for()
    assert "leaves it as it is, since" in row().inner_text()
    page.get_by_role("button", name="Check again").click()
    page.get_by_text("Everything was checked again.").wait_for()
    assert "1 is left as it is." in page.locator("#main").inner_text()
    row().get_by_role("button", name="Take back").click()
    page.get_by_text("It asks for a change again.").wait_for()
    assert row().get_by_role("button", name="Leave it").is_visible()


def _a_number_is_taken(company: Company, person: Person, here: str, contact: str) -> None:
    """Something breaks; the page says why and what to do; it is done, and tried again."""
    company.book("INV-1002")
    number = company.sell(contact, "80.00")
    assert number == "INV-1002"
    told = person.wait_for(f"{here}/needs-you", "Document number already used")
    assert "QuickBooks has invoice INV-1002 already, over 5.00 USD" in told
    [holder] = [row for row in company.books.rows("Invoice") if row["DocNumber"] == number]
    company.books.change("Invoice", holder["Id"], DocNumber="B-7")
    person.press("Try it again")
    until(lambda: company.booked(number), lambda totals: totals == [Decimal("80.00")])
    person.wait_for(f"{here}/needs-you", "Nothing needs you")


def _two_customers_could_be_meant(company: Company, person: Person, here: str) -> None:
    """Nobody guesses between them: a person chooses on the record's own page."""
    mail = {"PrimaryEmailAddr": {"Address": "pat@twice.example"}}
    chosen, _ = (company.books.enter("Customer", DisplayName=name, **mail)["Id"] for name in ("Pat North", "Pat South"))
    number = company.sell(company.sales.add_contact(firstname="Pat", lastname="T", email="pat@twice.example"), "40.00")
    person.wait_for(f"{here}/records?kind=customer&status=failing", "Pat T")
    person.page.get_by_role("link", name="Pat T").first.click()
    person.page.get_by_label("Pat North").check()
    person.press("Use the one picked")
    until(lambda: company.booked(number), lambda totals: totals == [Decimal("40.00")])
    [row] = [row for row in company.books.rows("Invoice") if row["DocNumber"] == number]
    assert row["CustomerRef"]["value"] == chosen


def _off_and_on(company: Company, person: Person, here: str, contact: str) -> None:
    """What is off is not carried; on again, it is, and once."""
    person.page.goto(f"{here}/rules")
    person.page.get_by_role("row", name="Invoices").get_by_role("button", name="Turn off").click()
    person.page.get_by_role("dialog").get_by_role("button", name="Turn off").click()
    number = company.sell(contact, "15.00")
    person.wait_for(f"{here}/rules", "Turn on")
    assert company.booked(number) == []
    person.press("Turn on")
    until(lambda: company.booked(number), lambda totals: totals == [Decimal("15.00")])


def _exported(person: Person, here: str, number: str) -> None:
    """A file is made, fetched, and is a workbook with the invoice in it."""
    person.page.goto(f"{here}/records")
    page = person.page
    page.get_by_role("button", name="Export").first.click()
    page.get_by_role("button", name="Make the file").click()
    until(lambda: _reloaded(person, f"{here}/jobs"), lambda shown: "Ready" in shown)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").first.click()
    with zipfile.ZipFile(download.value.path()) as workbook:
        texts = b"".join(workbook.read(name) for name in workbook.namelist() if name.endswith(".xml"))
    assert number.encode() in texts


def _reloaded(person: Person, address: str) -> str:
    person.page.goto(address)
    return person.page.locator("#main").inner_text()


def _a_viewer_only_looks(live: LiveBundle, browser: Browser, here: str) -> None:
    with page_on(browser, PHONE) as page:
        viewer = Person(page, live)
        viewer.sign_in("viewer")
        for path in ("", "/needs-you", "/records", "/rules", "/plans", "/connection"):
            page.goto(f"{here}{path}")
            names = {one.inner_text().strip() for one in page.get_by_role("button").all() if one.is_visible()}
            assert not names & {"Turn off", "Turn on", "Try it again", "Preview everything", "Disconnect", "Pause"}, path
        assert "\n".join(viewer.heard) == ""


def _a_stranger_sees_nothing(browser: Browser, here: str) -> None:
    """Every page there is leads to the door."""
    console, _, connection = here.rpartition("/c/")
    closed = [one.path for subject in every_subject() for one in subject.declared if one.access is not Access.PUBLIC]
    with page_on(browser, LIGHT) as page:
        for path in closed:
            asked = page.goto(f"{console}{path.replace('<connection>', connection)}")
            shown = page.locator("body").inner_text()
            assert asked is not None
            assert "Sign in to Counterfoil" in shown or asked.status in {401, 404, 405}, path
            assert "Northlight" not in shown, path
