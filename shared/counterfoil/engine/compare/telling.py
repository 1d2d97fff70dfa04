"""People are told when the ledgers differ and nobody knows why, once for the same differences, and when they agree again."""

from collections.abc import Sequence

from counterfoil.domain.connection import Connection
from counterfoil.domain.ledgers import Gap, Ledgers
from counterfoil.domain.names import amount, name_of
from counterfoil.domain.records.record import digest
from counterfoil.domain.texts import ledgers as texts
from counterfoil.domain.texts import mails
from counterfoil.domain.texts.sentence import capital
from counterfoil.domain.texts.speaking import Say, written
from counterfoil.engine.notices.letters import steps_to_take
from counterfoil.engine.ports import Notifier, ReportedLog

_MOST_NAMED = 20


def tell(connection: Connection, ledgers: Ledgers, reported: ReportedLog, notifier: Notifier, say: Say) -> None:
    """Publish one message about what is unexplained, unless just that was published before."""
    gaps = ledgers.unexplained
    identity = f"ledgers:{connection.id}:{digest([str((gap.refs, gap.amount)) for gap in gaps])}"
    if not gaps or reported.seen(identity):
        return
    notifier.publish(say(texts.SUBJECT(connection=connection.label)), written(_text(connection, gaps), say))
    reported.remember(identity)


def _text(connection: Connection, gaps: tuple[Gap, ...]) -> Sequence[Sequence[str]]:
    named = [mails.RECORD(name=_in_words(gap)) for gap in gaps[:_MOST_NAMED]]
    more = [mails.MORE(count=len(gaps) - _MOST_NAMED)] if len(gaps) > _MOST_NAMED else []
    steps = steps_to_take([step() for step in texts.STEPS])
    return [texts.UNEXPLAINED()], [*named, *more], steps, [mails.CONNECTION(id=connection.id)]


def _in_words(gap: Gap) -> str:
    """An invoice and what it is open over on both sides."""
    shown = [
        amount(str(one), gap.currency) if one is not None else texts.NOT_OPEN() for one in (gap.hubspot, gap.quickbooks)
    ]
    invoice = capital(name_of(gap.refs[0], {"number": gap.number}))
    return texts.DIFFERS(invoice=invoice, name=gap.customer, hubspot=shown[0], quickbooks=shown[1])
