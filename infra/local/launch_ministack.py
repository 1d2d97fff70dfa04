"""Starts MiniStack with two of its habits put right. Run as a script: `<MiniStack's python> <this> <functions' python>`.

MiniStack runs Python functions with `sys.executable`, hence among its own dependencies, pydantic included: a layer that
forgot pydantic would still work. And it asks for permissions that AWS does not know: on AWS a batch of messages needs the
permission for one (https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsqs.html).
"""

import runpy
import sys
from typing import Any

_BATCHES = {f"sqs:{action}Batch": f"sqs:{action}" for action in ("SendMessage", "DeleteMessage", "ChangeMessageVisibility")}


def _ask_for_known_permissions() -> None:
    from ministack.core import iam_actions  # noqa: PLC0415 - only in MiniStack's own environment

    extract = iam_actions.extract_iam_action

    def extract_known(*arguments: Any, **keywords: Any) -> str | None:
        action: str | None = extract(*arguments, **keywords)
        return _BATCHES.get(action, action) if action else action

    iam_actions.extract_iam_action = extract_known


if __name__ == "__main__":
    sys.executable = sys.argv.pop()
    _ask_for_known_permissions()
    runpy.run_module("ministack", run_name="__main__")
