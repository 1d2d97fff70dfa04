"""The year, month by month. Each chapter stands by itself, but for January, which every other one needs."""

from collections.abc import Callable, Mapping

from tests.story.chapters.april import april
from tests.story.chapters.august import august
from tests.story.chapters.december import december
from tests.story.chapters.february import february
from tests.story.chapters.january import january
from tests.story.chapters.july import july
from tests.story.chapters.june import june
from tests.story.chapters.march import march
from tests.story.chapters.may import may
from tests.story.chapters.november import november
from tests.story.chapters.october import october
from tests.story.chapters.september import september
from tests.story.story import Story

CHAPTERS: Mapping[str, Callable[[Story], None]] = {
    "January": january,
    "February": february,
    "March": march,
    "April": april,
    "May": may,
    "June": june,
    "July": july,
    "August": august,
    "September": september,
    "October": october,
    "November": november,
    "December": december,
}
