"""Pieces that are the same wherever people read about a record."""

from counterfoil.domain.texts.sentence import Phrase

TITLE = Phrase("{title}.")
WHAT_TO_DO = Phrase("What to do:")
CODE = Phrase("code {code}")
REQUEST = Phrase("request {id}")
