"""Starts MiniStack with three of its habits put right, and two things that it lacks.

Run as a script: `<MiniStack's python> <this> <functions' python>`.

MiniStack runs Python functions with `sys.executable`, hence among its own dependencies, pydantic included: a layer that
forgot pydantic would still work. And it asks for permissions that AWS does not know: on AWS a batch of messages needs the
permission for one (https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsqs.html). And it takes one
batch of a FIFO queue at a time, where AWS works on as many as there are message groups, up to the mapping's limit
(https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html): one slow connection would hold back all others, and
no two workers would ever meet. Its queues keep a group that is in flight from everybody else, so order is safe.

Its CloudFormation does not know the people of a user pool, nor that they belong to groups.
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


def _know_people_of_user_pools() -> None:
    from ministack.services import cognito  # noqa: PLC0415 - as above
    from ministack.services.cloudformation import provisioners  # noqa: PLC0415 - as above

    def ask(operation: Any, properties: dict[str, Any]) -> None:
        status, _, body = operation(properties)
        if status >= 400:
            raise ValueError(body)

    def create_user(_logical_id: str, properties: dict[str, Any], _stack: str) -> tuple[str, dict[str, Any]]:
        ask(cognito._admin_create_user, properties)  # noqa: SLF001 - as above
        return properties["Username"], {}

    def join_group(_logical_id: str, properties: dict[str, Any], _stack: str) -> tuple[str, dict[str, Any]]:
        ask(cognito._admin_add_user_to_group, properties)  # noqa: SLF001 - as above
        return f"{properties['GroupName']}/{properties['Username']}", {}

    def keep(physical_id: str, *_: Any) -> tuple[str, dict[str, Any]]:
        return physical_id, {}

    handlers = provisioners._RESOURCE_HANDLERS  # noqa: SLF001 - as above
    forget = {"update": keep, "delete": lambda *_: None}
    handlers["AWS::Cognito::UserPoolUser"] = {"create": create_user, **forget}
    handlers["AWS::Cognito::UserPoolUserToGroupAttachment"] = {"create": join_group, **forget}


if __name__ == "__main__":
    sys.executable = sys.argv.pop()
    _ask_for_known_permissions()
    _work_on_groups_at_once()
    _know_people_of_user_pools()
    runpy.run_module("ministack", run_name="__main__")
