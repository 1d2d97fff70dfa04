"""The Custom Fields API: the definitions of a company's custom fields, by GraphQL.

https://developer.intuit.com/app/developer/qbo/docs/workflows/create-custom-fields/get-started
"""

from collections.abc import Mapping
from typing import Any

from graphql import GraphQLError, build_schema, graphql_sync
from werkzeug.routing import Rule
from werkzeug.wrappers import Request, Response

from infra.sandbox.kernel import exact_json
from infra.sandbox.kernel.control import json_response
from infra.sandbox.quickbooks.company import Company
from infra.sandbox.quickbooks.custom_fields import classic_definitions
from infra.sandbox.quickbooks.grants import Grants
from infra.sandbox.quickbooks.switches import Switches
from infra.sandbox.quickbooks.wire import Document

SCOPES = ("app-foundations.custom-field-definitions.read", "app-foundations.custom-field-definitions")
"""Either lets definitions be read."""
MOST = 50
SCHEMA = build_schema("""
input AppFoundations_CustomExtensionsDefinitionFilterBy { active: Boolean }
type Query {
  appFoundationsCustomFieldDefinitions(
    filters: AppFoundations_CustomExtensionsDefinitionFilterBy, first: Int, after: String
  ): Connection!
}
type Connection { edges: [Edge!]! pageInfo: PageInfo! }
type Edge { node: Definition! cursor: String! }
type PageInfo { endCursor: String hasNextPage: Boolean! }
type Definition {
  id: ID! legacyIDV2: ID! label: String dataType: String! active: Boolean
  dropDownOptions: [DropDownOption!] associations: [Association!]!
}
type DropDownOption { id: ID! value: String! active: Boolean! order: Int! }
type Association {
  associatedEntity: String! active: Boolean! associationCondition: String! allowedOperations: [String!]!
  validationOptions: ValidationOptions subAssociations: [SubAssociation!]!
}
type ValidationOptions { required: Boolean! }
type SubAssociation { associatedEntity: String! active: Boolean! allowedOperations: [String!]! }
""")
"""As much of Intuit's as is documented. https://intuitdeveloper.github.io/intuit-api/docs/schema-entities/customfield"""


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
        return _result(self._companies[grant.realm_id], exact_json.loads(request.get_data()))

    def _refused(self, message: str) -> Response:
        return _errors(message, 403 if self._switches.custom_fields_refusal == "403" else 200)


def _result(company: Company, body: Mapping[str, Any]) -> Response:
    """200 whatever was asked; where it cannot be read or answered, with `errors` instead of data."""
    fields = {"appFoundationsCustomFieldDefinitions": lambda _info, **arguments: _page(company, **arguments)}
    found = graphql_sync(SCHEMA, str(body.get("query")), fields, variable_values=body.get("variables"))
    return _errors(found.errors[0].message, 200) if found.errors else json_response({"data": found.data})


def _page(
    company: Company, filters: Mapping[str, bool] | None = None, first: int | None = None, after: str | None = None
) -> Document:
    """`after` is the cursor of the last one seen. Raises GraphQLError for a cursor that was never given."""
    every = [*classic_definitions(company), *company.definitions.values()]
    active = (filters or {}).get("active")
    found = [one for one in every if active is None or one["active"] is active]
    cursors = {f"cursor-{one['id']}": place for place, one in enumerate(found, start=1)}
    if after and after not in cursors:
        raise GraphQLError("The cursor is not valid")
    start = cursors[after] if after else 0
    page = found[start : start + min(first or MOST, MOST)]
    edges = [{"node": one, "cursor": f"cursor-{one['id']}"} for one in page]
    more = start + len(page) < len(found)
    return {"edges": edges, "pageInfo": {"endCursor": edges[-1]["cursor"] if edges else None, "hasNextPage": more}}


def _errors(message: str, status: int) -> Response:
    return json_response({"errors": [{"message": message}], "data": None}, status)
