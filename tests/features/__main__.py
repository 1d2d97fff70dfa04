"""Says of each feature which tests prove it: `uv run poe features`. Ends with 1 when one that is due has none."""

import sys
from collections.abc import Mapping, Sequence

from tests.features.catalogue import FEATURES, SECTIONS
from tests.features.proofs import Claim, claims_in, marked_files, proofs


def main() -> int:
    """Print every feature with its tests, then what is missing; the exit code."""
    claims = claims_in(marked_files())
    found = proofs(claims)
    missing = unproven(found)
    void = [claim for claim in claims if claim.faults]
    sys.stdout.write("\n".join([*_report(found), "", *_faults(void), *_summary(missing)]) + "\n")
    return 1 if missing or void else 0


def unproven(found: Mapping[str, Sequence[str]]) -> list[str]:
    """The features that are due and that no test proves."""
    return [name for name, feature in FEATURES.items() if feature.required and not found[name]]


def _report(found: Mapping[str, Sequence[str]]) -> list[str]:
    lines: list[str] = []
    for title, section in SECTIONS.items():
        lines += ["", title]
        for name, feature in section.items():
            lines.append(f"  {name:4} {_mark(proven=bool(found[name]), due=feature.required)} {feature.title}")
            lines += [f"         {test}" for test in found[name]]
    return lines


def _mark(*, proven: bool, due: bool) -> str:
    if proven:
        return "proven "
    return "MISSING" if due else "later  "


def _faults(void: Sequence[Claim]) -> list[str]:
    return [f"does not count: {claim.test}: {'; '.join(claim.faults)}" for claim in void]


def _summary(missing: Sequence[str]) -> list[str]:
    due = sum(feature.required for feature in FEATURES.values())
    said = f"{due - len(missing)} of {due} features that are due are proven"
    return [said, f"without a test: {', '.join(missing)}"] if missing else [said]


if __name__ == "__main__":
    sys.exit(main())
