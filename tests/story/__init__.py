"""A year of a small company, acted out on the local stack through both vendors' APIs.

    `uv run poe story`     every chapter, then both ledgers against the story's own books

- `figures.py`   what was sold, added up by hand; `books.py`: what both ledgers must show. Neither knows the product.
- `sales.py`     what people do in HubSpot, and `desk.py` in QuickBooks, each noted in the books at once.
- `commands.py`  the operator's own commands.
- `looking.py`   how a document stands in both ledgers, and what Counterfoil says of it; `audit.py`: all of them at the end.
- `story.py`     a step: a sentence, what is done, and the wait until everything that was touched is as the books say.
- `play.py`      opens the accounts, and plays the `chapters/`, month by month; `tables.py`: what is shown in the end.
- `calls.py`     with `--figures`: the vendor calls that a thousand records take, as `tests/benchmarks` counts them.
"""
