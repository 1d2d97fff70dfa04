"""A consent page that a browser can click through; whoever asks for no page has consented already."""

from collections.abc import Mapping
from html import escape

from werkzeug.wrappers import Request, Response

_ANSWER = "answer"
_PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>{vendor}</title>
<h1>Let Counterfoil into {vendor}?</h1>
<p>This is a stand-in of {vendor}. It is asked for:</p>
<ul>{scopes}</ul>
<form method="get" action="">{kept}
<p><label>Account <select name="{field}">{accounts}</select></label></p>
<p><button name="{answer}" value="allow">Connect</button> <button name="{answer}" value="deny">Cancel</button></p>
</form></html>
"""
_OPTION = '<option value="{id}">{name} ({id})</option>'


def is_asked(request: Request) -> bool:
    """Whether a person is to be shown the page first."""
    return "text/html" in request.headers.get("Accept", "") and _ANSWER not in request.args


def is_denied(request: Request) -> bool:
    """Whether the person said no."""
    return request.args.get(_ANSWER) == "deny"


def consent_page(request: Request, vendor: str, accounts: Mapping[str, str], account_field: str) -> Response:
    """Asks which of the accounts, and whether; the answer comes back to the same address with all that it had."""
    kept = {name: value for name, value in request.args.items() if name != account_field}
    body = _PAGE.format(
        vendor=vendor,
        field=account_field,
        answer=_ANSWER,
        scopes="".join(f"<li>{escape(scope)}</li>" for scope in request.args.get("scope", "").split()),
        kept="".join(f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">' for name, value in kept.items()),
        accounts="".join(_OPTION.format(id=escape(found), name=escape(name)) for found, name in accounts.items()),
    )
    return Response(body, content_type="text/html; charset=utf-8")
