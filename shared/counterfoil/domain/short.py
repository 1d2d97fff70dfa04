"""Texts that are longer than they may be."""

ELLIPSIS = "…"


def shortened(value: str, longest: int) -> str:
    """`value` in at most `longest` characters, with a mark at its end where something is left out."""
    return value if len(value) <= longest else f"{value[: longest - len(ELLIPSIS)].rstrip()}{ELLIPSIS}"
