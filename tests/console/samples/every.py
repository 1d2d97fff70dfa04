"""Every sample, by the name that its picture has."""

from collections.abc import Mapping

from counterfoil_console.pages.frame import Frame
from counterfoil_console.pages.page import Page
from tests.console.samples import house
from tests.console.samples.around import frame

type Sample = tuple[Page, Frame]

SAMPLES: Mapping[str, Sample] = {
    "sign-in": (house.SIGN_IN, frame("/sign-in", current=None, person=None)),
    "first-run": (house.WELCOME, frame(current=None)),
    "connections": (house.CONNECTIONS, frame(current=None)),
    "people-tokens": (house.PEOPLE, frame("/people")),
    "error": (house.ERROR, frame("/c/northlight/plans")),
}
