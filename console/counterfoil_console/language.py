"""Which of the languages that there are a person reads."""

from counterfoil.languages import ENGLISH, languages


def language_for(accepted: str) -> str:
    """The best of an Accept-Language header that we have, else English: a browser is set to what its reader reads."""
    wanted = [part.split(";")[0].strip() for part in accepted.split(",")]
    known = {one.lower(): one for one in languages()}
    matches = (known.get(one.lower()) or known.get(one.lower().split("-")[0]) for one in wanted if one)
    return next((match for match in matches if match), ENGLISH)
