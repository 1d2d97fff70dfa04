"""Pages that belong to no connection."""

from counterfoil.domain.connection import ConnectionState
from counterfoil.domain.identity import System
from counterfoil_console.domain.role import Role
from counterfoil_console.pages.connections import ConnectionCard, ConnectionsPage
from counterfoil_console.pages.error import ErrorPage, Trouble
from counterfoil_console.pages.people import NewToken, PeoplePage, Person, PersonState, Token, TokenState
from counterfoil_console.pages.sign_in import SignInPage, SignInTrouble, WelcomePage
from tests.console.samples.around import at, invoices

SIGN_IN = SignInPage(start="/sign-in/start?back=%2F", trouble=SignInTrouble.ENDED)
WELCOME = WelcomePage(first_name="Dana", checks=8, next=System.HUBSPOT)
ERROR = ErrorPage(trouble=Trouble.OUR_FAULT, back="/c/northlight", reference="1-67481c2a-5e0b")
CONNECTIONS = ConnectionsPage(
    connections=(
        ConnectionCard(
            id="northlight",
            label="Northlight Supply",
            portal_id="24817306",
            realm_id="934145260817",
            state=ConnectionState.ACTIVE,
            needs_you=invoices(14, "9310.00"),
        ),
        ConnectionCard(
            id="northlight-canada",
            label="Northlight Canada",
            portal_id="24817306",
            realm_id="934145260999",
            state=ConnectionState.NEEDS_RECONNECT,
            waiting=12,
        ),
    )
)


def _person(name: str, role: Role, **more: object) -> Person:
    email = f"{name.split(maxsplit=1)[0].lower()}@northlightsupply.com"
    return Person(id=email, name=name, email=email, role=role, state=PersonState.ACTIVE, **more)  # type: ignore[arg-type]


PEOPLE = PeoplePage(
    people=(
        _person("Dana Whitfield", Role.ADMINISTRATOR, is_you=True),
        _person("Miguel Ortiz", Role.ADMINISTRATOR, at=at(27, 18, 4)),
        _person("Aisha Reyes", Role.VIEWER, at=at(28, 9, 1)),
        Person(
            id="priya",
            name="Priya Raman",
            email="priya@ledgerlane.co",
            role=Role.VIEWER,
            state=PersonState.INVITED,
            at=at(26, 12),
        ),
    ),
    new_token=NewToken("Audit sample", "cf_example-7h2k-9tqm-not-a-real-token"),
    tokens=(
        Token(
            id="t1",
            name="Month-end report",
            role=Role.VIEWER,
            made_by="Dana Whitfield",
            made_at=at(3, month=9),
            used_at=at(28, 6),
            ends_at=at(3, month=12),
            state=TokenState.ENDING,
            days_left=5,
        ),
        Token(
            id="t2",
            name="Warehouse screen",
            role=Role.VIEWER,
            made_by="Miguel Ortiz",
            made_at=at(14, month=10),
            used_at=at(28, 10, 8),
            ends_at=at(14, month=4).replace(year=2027),
            state=TokenState.ACTIVE,
        ),
        Token(
            id="t3",
            name="Migration, May",
            role=Role.ADMINISTRATOR,
            made_by="Dana Whitfield",
            made_at=at(6, month=5),
            used_at=at(31, 8, 30, month=5),
            ends_at=at(6, month=6),
            state=TokenState.ENDED,
        ),
    ),
)
