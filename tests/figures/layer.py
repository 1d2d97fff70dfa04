"""botocore as the layer has it: the data that no function uses is cut off there."""

import atexit
import shutil
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import botocore

from counterfoil.adapters.aws.clients import SERVICES
from infra.layer import cut

_INSTALLED = Path(botocore.__file__).parent


@cache
def library() -> Path:
    """A folder with that botocore, until this process ends."""
    folder = Path(mkdtemp(prefix="layer-"))
    atexit.register(shutil.rmtree, folder)
    (folder / "botocore").mkdir()
    for part in _INSTALLED.iterdir():
        if part.name != "data":
            (folder / "botocore" / part.name).symlink_to(part)
    copy_data(folder / "botocore" / "data")
    cut(folder / "botocore" / "data")
    return folder


def copy_data(to: Path) -> None:
    """botocore's data of what is used, and one service beside it, whole."""
    to.mkdir()
    for part in (_INSTALLED / "data").iterdir():
        if part.is_file():
            shutil.copy(part, to)
        elif part.name in {*SERVICES, "sts"}:
            shutil.copytree(part, to / part.name)
