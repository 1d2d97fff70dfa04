"""Turns a page model into HTML."""

import re
from functools import cache
from gettext import NullTranslations
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from counterfoil.languages import translations_of
from counterfoil_console import addresses
from counterfoil_console.assets import address_of, symbols
from counterfoil_console.chart import picture
from counterfoil_console.pages.frame import Frame
from counterfoil_console.pages.page import Page
from counterfoil_console.telling import told_in
from counterfoil_console.wording import Wording

_TEMPLATES = Path(__file__).parent / "templates"


def render(page: Page, frame: Frame) -> str:
    """The whole page as HTML."""
    template = environment(frame.language).get_template(page.template)
    return template.render(page=told_in(frame.language, page), frame=frame, say=Wording.of(frame))


def environment(language: str) -> Environment:
    """The templates in one language. What a template names and nobody gave is an error, and everything is escaped."""
    return _environment(translations_of(language))


@cache
def _environment(texts: NullTranslations) -> Environment:
    made = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        extensions=["jinja2.ext.i18n"],
    )
    made.globals.update(to=addresses, asset=address_of, symbols_in=_symbols_in, picture=picture)
    install: Any = made
    install.install_gettext_translations(texts, newstyle=True)
    return made


def _symbols_in(body: str) -> Markup:
    """The symbols of the icons that a page uses. They are files of ours."""
    used = sorted(set(re.findall(r'href="#i-(\w+)"', body)))
    return Markup("").join(Markup(symbols()[name]) for name in used)  # noqa: S704
