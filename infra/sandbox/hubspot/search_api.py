"""`POST .../{type}/search`: one page of what matches.

Limits: https://developers.hubspot.com/docs/api-reference/latest/crm/search-the-crm
"""

from typing import Any

from werkzeug.wrappers import Response

from infra.sandbox.hubspot import search
from infra.sandbox.hubspot.backend import ApiCall
from infra.sandbox.hubspot.errors import invalid
from infra.sandbox.hubspot.object_types import ObjectType
from infra.sandbox.hubspot.presentation import View, show
from infra.sandbox.hubspot.routing import Access, Route, aliases
from infra.sandbox.hubspot.values import text_list
from infra.sandbox.kernel.control import json_response

MOST_PER_PAGE = 200
MOST_REACHED = 10_000
LONGEST_BODY = 3_000


def _search(call: ApiCall, kind: ObjectType) -> Response:
    if len(call.request.get_data().decode(errors="replace")) > LONGEST_BODY:
        raise invalid(f"The request body of a search must not exceed {LONGEST_BODY} characters.")
    body = call.body()
    limit, after = _whole_number(body, "limit", 10), _whole_number(body, "after", 0)
    if not 0 <= limit <= MOST_PER_PAGE:
        raise invalid(f"The limit of a search must be at most {MOST_PER_PAGE}.", propertyName=["limit"])
    if after + limit > MOST_REACHED:
        raise invalid(f"A search cannot page beyond {MOST_REACHED} results.", propertyName=["after"])
    found = search.run(call.portal, kind, body)
    view = View(properties=text_list(body, "properties"))
    answer: dict[str, Any] = {
        "total": len(found),
        "results": [show(call.portal, record, view) for record in found[after : after + limit]],
    }
    if after + limit < len(found):
        answer["paging"] = {"next": {"after": str(after + limit)}}
    return json_response(answer)


def _whole_number(body: dict[str, Any], name: str, default: int) -> int:
    text = str(body.get(name) or default)
    if not text.isdigit():
        raise invalid(f"{name} must be a whole number.", propertyName=[name])
    return int(text)


ROUTES = (
    Route(
        "POST",
        aliases("/crm/v3/objects/<kind>/search", "/crm/objects/{version}/<kind>/search", ""),
        _search,
        Access.READ,
    ),
)
