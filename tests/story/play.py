"""Opens the story's firm on a live stack, plays its chapters, and lets everything come to rest."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager

from infra.local.live import LiveBundle
from infra.local.stack import STACK_NAME
from infra.operator.deployment import deployed_bundle
from infra.sandbox.remote import Twin
from tests.story.chapters import CHAPTERS
from tests.story.firm import Firm
from tests.story.looking import Told
from tests.story.story import Office, Say, Story


def nobody(_stack: object, _credentials: object) -> None:
    """Connects nothing: the story connects accounts of its own."""


@contextmanager
def opened(live: LiveBundle, say: Say) -> Iterator[Story]:
    """The story before its first chapter."""
    with ExitStack() as running:
        running.enter_context(_environment(live.stack.aws.environment))
        urls = (live.twins.hubspot_url, live.twins.quickbooks_url)
        hubspot, quickbooks = (running.enter_context(Twin(url)) for url in urls)
        live.twins.hubspot.switches().edit_finalised_invoices = True  # as this portal's settings let people do

        def open_office(name: str) -> Office:
            portal = hubspot.act("create_portal", name=name, seeded=False)
            company = quickbooks.act("create_company", name=name, multicurrency=True)
            return Office.of(name, Firm.of(hubspot, portal, quickbooks, company))

        bundle = deployed_bundle(STACK_NAME)
        yield Story(
            office=open_office("Harbour Gardens"),
            stack=live.stack,
            twins=(hubspot, quickbooks),
            told=Told(bundle.outcomes, bundle.links),
            say=say,
            open_office=open_office,
        )


def play(story: Story, months: Sequence[str] = ()) -> None:
    """Play all chapters, or the first and those of some months; in the end everything rests. Raises NotSoError."""
    for month, chapter in CHAPTERS.items():
        if not months or month in {"January", *months}:
            story.month = month
            story.say(month)
            chapter(story)
    story.calm()
    story.poll()
    story.calm()


@contextmanager
def _environment(given: Mapping[str, str]) -> Iterator[None]:
    """What a shell needs in order to act on the stack."""
    before = {name: os.environ.get(name) for name in given}
    os.environ.update(given)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name)
            else:
                os.environ[name] = value
