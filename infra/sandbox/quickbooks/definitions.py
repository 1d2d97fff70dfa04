"""The Custom Fields API: the definitions of a company's custom fields, by GraphQL.

https://developer.intuit.com/app/developer/qbo/docs/workflows/create-custom-fields/get-started
"""

from collections.abc import Mapping
from typing import Any

from werkzeug.routing import Rule
from werkzeug.wrappers import Request, Response

from infra.sandbox.kernel import exact_json
from infra.sandbox.kernel.control import json_response
from infra.sandbox.quickbooks.company import Company
from infra.sandbox.quickbooks.custom_fields import classic_definitions
from infra.sandbox.quickbooks.grants import Grants
from infra.sandbox.quickbooks.graphql import GraphQLError, Selected, parsed, picked
from infra.sandbox.quickbooks.switches import Switches
from infra.sandbox.quickbooks.wire import Document

SCOPES = ("app-foundations.custom-field-definitions.read", "app-foundations.custom-field-definitions")
"""Either lets definitions be read."""
QUERY = "appFoundationsCustomFieldDefinitions"
MOST = 50


class Definitions:
    """Answers what fields a company has defined, a page at a time."""

    def __init__(self, companies: Mapping[str, Company], grants: Grants, switches: Switches) -> None:
        self._companies, self._grants, self._switches = companies, grants, switches

    def rules(self) -> list[Rule]:
        """The route."""
        return [Rule("/graphql", methods=["POST"], endpoint=self.answer)]

    def answer(self, request: Request) -> Response:
        """401 without a live token; 403 or `errors` where the scope or the company's edition does not allow it."""
        token = request.authorization.token if request.authorization else None
        grant = self._grants.of(token) if token else None
        if grant is None:
            return _errors("Token expired or malformed", 401)
        if not set(SCOPES) & set(grant.scopes.split()):
            return self._refused("The access token lacks the scope for custom field definitions")
        if not self._switches.custom_fields_api:
            return self._refused("The company has no access to the Custom Fields API")
        try:
            return json_response({"data": self._data(self._companies[grant.realm_id], exact_json.loads(request.get_data()))})
        except GraphQLError as error:
            return _errors(str(error), 200)

    def _refused(self, message: str) -> Response:
        return _errors(message, 403 if self._switches.custom_fields_refusal == "403" else 200)

    def _data(self, company: Company, body: Mapping[str, Any]) -> Document:
        asked = parsed(str(body.get("query")), body.get("variables") or {})
        if unknown := [one.name for one in asked if one.name != QUERY]:
            raise GraphQLError(f"Cannot query field '{unknown[0]}'")
        return {one.name: picked(_page(company, one), one.inside) for one in asked}


def _page(company: Company, asked: Selected) -> Document:
    """`after` is the cursor of the last one seen. Raises GraphQLError for a cursor that was never given."""
    every = [*classic_definitions(company), *company.definitions.values()]
    active = (asked.arguments.get("filters") or {}).get("active")
    found = [one for one in every if active is None or one["active"] is active]
    cursors = {f"cursor-{one['id']}": place for place, one in enumerate(found, start=1)}
    after = asked.arguments.get("after") or ""
    if after and after not in cursors:
        raise GraphQLError("The cursor is not valid")
    start = cursors.get(after, 0)
    page = found[start : start + min(asked.arguments.get("first") or MOST, MOST)]
    edges = [{"node": one, "cursor": f"cursor-{one['id']}"} for one in page]
    more = start + len(page) < len(found)
    return {"edges": edges, "pageInfo": {"endCursor": edges[-1]["cursor"] if edges else None, "hasNextPage": more}}


def _errors(message: str, status: int) -> Response:
    return json_response({"errors": [{"message": message}], "data": None}, status)
