"""The accountant: who looks at a company's books from outside, through Intuit's API, and changes nothing."""

from infra.sandbox.people.access import Api
from infra.sandbox.people.bookkeeper import Row

_PAGE = 1_000


class Accountant:
    """Reads one company, with a consent of their own; https://developer.intuit.com/app/developer/qbo/docs/learn/explore-the-quickbooks-online-api/data-queries."""

    def __init__(self, api: Api, realm_id: str) -> None:
        self._api, self._path = api, f"/v3/company/{realm_id}/query"

    def rows(self, entity: str, condition: str = "") -> list[Row]:
        """All objects of a kind that fit a condition; of a list, only active entries unless it says otherwise."""
        where = f" WHERE {condition}" if condition else ""
        found: list[Row] = []
        while True:
            bounds = f"STARTPOSITION {len(found) + 1} MAXRESULTS {_PAGE}"
            statement = f"SELECT * FROM {entity}{where} {bounds}"  # noqa: S608 - for a twin, with words of our own
            answer = self._api.call("GET", self._path, query={"query": statement, "minorversion": "75"})
            page = answer["QueryResponse"].get(entity, [])
            found += page
            if len(page) < _PAGE:
                return found
