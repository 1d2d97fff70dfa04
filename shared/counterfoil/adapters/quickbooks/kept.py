"""What QuickBooks kept of the custom fields beside the classic three that were written: some it drops without a word.

Source: https://developer.intuit.com/app/developer/qbo/docs/workflows/create-custom-fields/use-cases
"""

from dataclasses import replace

from counterfoil.domain.rules.vendor_field import is_further_field
from counterfoil.domain.snapshot import Snapshot
from counterfoil.domain.write import Write


def as_kept(write: Write, shown: Snapshot) -> Snapshot:
    """What an answer shows, and which values it lacks; one that was cleared and is not shown any more is blank.

    An answer to such a write shows every one that has a value. Values that were not written are not looked at.
    """
    written = {name: value for name, value in write.own.items() if is_further_field(name)}
    if not written:
        return shown
    extra = {**{name: "" for name, value in written.items() if not value}, **shown.extra}
    dropped = tuple(name for name, value in sorted(written.items()) if extra.get(name, "") != value)
    return replace(shown, extra=extra, dropped=dropped)
