"""People are told when the ledgers differ and nobody knows why, once for the same differences, and when they agree again."""

from counterfoil.domain.connection import Connection
from counterfoil.domain.ledgers import Gap, Ledgers
from counterfoil.domain.names import amount, name_of
from counterfoil.domain.records.record import digest
from counterfoil.domain.texts import details, mails
from counterfoil.domain.texts import ledgers as texts
from counterfoil.domain.texts.sentence import capital
from counterfoil.engine.ports import Notifier, ReportedLog

_MOST_NAMED = 20


def tell(connection: Connection, ledgers: Ledgers, reported: ReportedLog, notifier: Notifier) -> None:
    """Publish one message about what is unexplained, unless just that was published before."""
    gaps = ledgers.unexplained
    identity = f"ledgers:{connection.id}:{digest([str((gap.refs, gap.amount)) for gap in gaps])}"
    if not gaps or reported.seen(identity):
        return
    notifier.publish(texts.SUBJECT(connection=connection.label), _text(connection, gaps))
    reported.remember(identity)


def _text(connection: Connection, gaps: tuple[Gap, ...]) -> str:
    steps = [mails.STEP(number=number, step=step()) for number, step in enumerate(texts.STEPS, start=1)]
    named = [mails.RECORD(name=_in_words(gap)) for gap in gaps[:_MOST_NAMED]]
    more = [mails.MORE(count=len(gaps) - _MOST_NAMED)] if len(gaps) > _MOST_NAMED else []
    what_to_do = "\n".join([details.WHAT_TO_DO(), *steps])
    return "\n\n".join([texts.UNEXPLAINED(), "\n".join([*named, *more]), what_to_do, mails.CONNECTION(id=connection.id)])


def _in_words(gap: Gap) -> str:
    """An invoice and what it is open over on both sides."""
    shown = [
        amount(str(one), gap.currency) if one is not None else texts.NOT_OPEN() for one in (gap.hubspot, gap.quickbooks)
    ]
    invoice = capital(name_of(gap.refs[0], {"number": gap.number}))
    return texts.DIFFERS(invoice=invoice, name=gap.customer, hubspot=shown[0], quickbooks=shown[1])
