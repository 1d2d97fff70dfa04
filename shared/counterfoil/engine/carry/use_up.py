"""What a person wanted once has been done, and holds no longer."""

from collections.abc import Sequence

from counterfoil.domain.choices import Verb, the
from counterfoil.engine.case import Case
from counterfoil.engine.context import Context


def use_up(context: Context, cases: Sequence[Case]) -> None:
    """Forget that HubSpot's version was to be sent again, once nothing of QuickBooks' edits is left.

    Whoever decides about the record at the same moment is not kept from it: it is then used up at the next change.
    """
    done = [case for case in cases if the(Verb.SENT_AGAIN, case.choices) and not case.trouble]
    refs = sorted({ref for case in done for ref in (case.ref, *(case.link.refs.values() if case.link else ()))})
    for choices in (context.choices.of(context.connection.id, refs) if refs else {}).values():
        if once := the(Verb.SENT_AGAIN, choices.holding):
            context.choices.save([choices.without(once)])
    for case in done:
        case.choices = tuple(one for one in case.choices if one.verb is not Verb.SENT_AGAIN)
