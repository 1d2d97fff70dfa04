"""Why a filter does not admit a record."""

from counterfoil.domain.texts.sentence import Phrase, Sentence

FIELD = Phrase("{whose} {name}")
RELATION = Phrase("{relation} {values}")
DAYS = Phrase("{relation} {days} days")
NOT_SO = Sentence("The filter admits records where {what} {wanted}; here it is {found}.")
NOT_UNDERSTOOD = Sentence("The filter admits records where {what} {wanted}; here it is {found}, which is not {type}.")
NONE_THERE = Sentence("The filter admits records where {what} {wanted}; here is no {holder}.")
