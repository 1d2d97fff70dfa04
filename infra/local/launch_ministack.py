"""Starts MiniStack with three of its habits put right. Run as a script: `<MiniStack's python> <this> <functions' python>`.

MiniStack runs Python functions with `sys.executable`, hence among its own dependencies, pydantic included: a layer that
forgot pydantic would still work. And it asks for permissions that AWS does not know: on AWS a batch of messages needs the
permission for one (https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsqs.html). And it takes one
batch of a FIFO queue at a time, where AWS works on as many as there are message groups, up to the mapping's limit
(https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html): one slow connection would hold back all others, and
no two workers would ever meet. Its queues keep a group that is in flight from everybody else, so order is safe.
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


def _work_on_groups_at_once() -> None:
    from ministack.services import lambda_svc  # noqa: PLC0415 - as above

    concurrency = lambda_svc._sqs_esm_concurrency  # noqa: SLF001 - there is no setting

    def of_any_queue(mapping: Any, function: Any, configuration: Any, _queue: Any = None) -> int:
        return int(concurrency(mapping, function, configuration))  # its CloudFormation leaves a parameter's value a text

    lambda_svc._sqs_esm_concurrency = of_any_queue  # noqa: SLF001 - there is no setting


if __name__ == "__main__":
    sys.executable = sys.argv.pop()
    _ask_for_known_permissions()
    _work_on_groups_at_once()
    runpy.run_module("ministack", run_name="__main__")
