"""A browser without a screen: keeps cookies by host, follows links and forms, and says what browsers say of themselves."""

import html
import re
from collections.abc import Mapping
from typing import Self
from urllib.parse import urlencode, urljoin, urlsplit

import httpx2


class Visitor:
    """`base_url` is the console's; every host that ends in localhost is this machine."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        self.cookies: dict[str, dict[str, str]] = {}
        self.address = base_url
        self._client = httpx2.Client(timeout=60)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def get(self, address: str) -> httpx2.Response:
        """Open an address, and whatever it leads to."""
        return self._follow(self._send("GET", urljoin(self.address, address)))

    def submit(self, page: httpx2.Response, fields: Mapping[str, str], *, action: str = "") -> httpx2.Response:
        """Fill in the form of a page, the one with that action where there are several, and send it."""
        form = form_of(page.text, action)
        return self._follow(self._send("POST", urljoin(self.address, form.pop("action")), form | dict(fields)))

    def choose(self, page: httpx2.Response, fields: Mapping[str, str]) -> httpx2.Response:
        """Fill in the form of a page that is sent as a part of the address."""
        kept = form_of(page.text, "")
        kept.pop("action")
        return self.get(f"{self.address.partition('?')[0]}?{urlencode(kept | dict(fields))}")

    def post(self, path: str, fields: Mapping[str, str]) -> httpx2.Response:
        """Send a form that no page has."""
        return self._follow(self._send("POST", f"{self.base_url}{path}", fields))

    def sign_in(self, email: str, password: str) -> httpx2.Response:
        """From the console's door through the issuer and back."""
        door = self.get(f"{self.base_url}/sign-in")
        (start,) = re.findall(r'href="(/auth/start[^"]*)"', door.text)
        return self.submit(self.get(html.unescape(start)), {"username": email, "password": password})

    def _follow(self, answer: httpx2.Response) -> httpx2.Response:
        for _ in range(10):
            if not answer.is_redirect:
                return answer
            answer = self._send("GET", urljoin(self.address, answer.headers["location"]))
        raise AssertionError("it leads on and on")

    def _send(self, method: str, address: str, form: Mapping[str, str] | None = None) -> httpx2.Response:
        """As Chromium would: every name under localhost is the loopback address."""
        parts = urlsplit(address)
        kept = self.cookies.setdefault(parts.netloc, {})
        site = "same-origin" if parts.netloc == urlsplit(self.address).netloc else "cross-site"
        headers = {
            "Host": parts.netloc,
            "Accept": "text/html,application/xhtml+xml",
            "Cookie": "; ".join(f"{name}={value}" for name, value in kept.items()),
            "Sec-Fetch-Site": site,
        }
        here = parts._replace(netloc=f"127.0.0.1:{parts.port}").geturl()
        answer = self._client.request(
            method, here, data=form, headers={name: value for name, value in headers.items() if value}
        )
        self.address = address
        self._keep(kept, answer)
        return answer

    def _keep(self, kept: dict[str, str], answer: httpx2.Response) -> None:
        for cookie in answer.headers.get_list("set-cookie"):
            name, _, value = cookie.partition(";")[0].partition("=")
            kept[name] = value
            if "max-age=0" in cookie.lower():
                del kept[name]


def form_of(page: str, action: str) -> dict[str, str]:
    """The hidden fields of a form, and its action."""
    for found, content in re.findall(r'<form[^>]*action="([^"]*)"[^>]*>(.*?)</form>', page, flags=re.DOTALL):
        if action in found:
            hidden = re.findall(r'<input\s+type="hidden"\s+name="([^"]*)"\s+value="([^"]*)"', content)
            return {name: html.unescape(value) for name, value in hidden} | {"action": html.unescape(found)}
    raise AssertionError(f"no form with the action {action!r}")
