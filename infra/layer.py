"""Cuts botocore's data in a layer down to what is used: `python -m infra.layer FOLDER`, with that layer on the path.

botocore describes hundreds of services, most of it documentation. A cold start reads what is left in a third of the time.
"""

import gzip
import json
import shutil
import sys
from collections.abc import Collection
from pathlib import Path
from typing import Any

from counterfoil.adapters.aws.clients import SERVICES


def cut(data: Path, services: Collection[str] = SERVICES) -> None:
    """Leave of botocore's folder `data` these services, without what explains them, and where they are."""
    for folder in data.iterdir():
        if folder.is_dir() and folder.name not in services:
            shutil.rmtree(folder)
    for examples in data.glob("*/*/examples-1.json*"):
        examples.unlink()
    for model in data.glob("*/*/service-2.json.gz"):
        described = json.loads(gzip.decompress(model.read_bytes()))
        unexplained = {part: _unexplained(described[part]) for part in ("operations", "shapes")}
        _write(model.with_suffix(""), described | unexplained)
        model.unlink()
    places = json.loads((data / "endpoints.json").read_bytes())
    for partition in places["partitions"]:
        partition["services"] = {name: one for name, one in partition["services"].items() if name in services}
    _write(data / "endpoints.json", places)


def _unexplained(described: Any) -> Any:
    """Without the sentences, which botocore asks for nowhere there. A member that is called documentation is no sentence."""
    if isinstance(described, list):
        return [_unexplained(one) for one in described]
    if not isinstance(described, dict):
        return described
    return {name: _unexplained(one) for name, one in described.items() if name != "documentation" or isinstance(one, dict)}


def _write(place: Path, content: object) -> None:
    place.write_text(json.dumps(content, separators=(",", ":")))


if __name__ == "__main__":
    cut(Path(sys.argv[1]))
