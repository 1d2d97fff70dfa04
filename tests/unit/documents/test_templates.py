"""The console's templates are read by people, too."""

import re
from pathlib import Path

_TEMPLATES = Path(__file__).parents[3] / "console/counterfoil_console/templates"
_LONGEST = 125
_LONG_TEXT = re.compile(r'"[^"]{80,}"')


def test_a_line_of_a_template_is_only_long_for_the_sake_of_a_sentence() -> None:
    lines = [(path, line) for path in _TEMPLATES.rglob("*.html") for line in path.read_text(encoding="utf-8").splitlines()]
    assert len(lines) > len(list(_TEMPLATES.rglob("*.html")))
    assert [(str(path), line) for path, line in lines if len(_LONG_TEXT.sub('""', line)) > _LONGEST] == []
