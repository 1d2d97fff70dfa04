"""Answers of AWS that moto never gives, put between client and network by botocore's own events."""

from typing import Any

from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders


class Script:
    """Answers the next calls of one operation as told; None lets a call through. `requests` are the calls' parameters."""

    def __init__(self, client: Any, operation: str, *answers: dict[str, Any] | None) -> None:
        self.requests: list[dict[str, Any]] = []
        self._answers = list(answers)
        service = client.meta.service_model.service_id.hyphenize()
        client.meta.events.register(f"before-parameter-build.{service}.{operation}", self._note)
        client.meta.events.register(f"before-call.{service}.{operation}", self._answer)

    def _note(self, params: dict[str, Any], **_: object) -> None:
        self.requests.append(params)

    def _answer(self, **_: object) -> tuple[AWSResponse, dict[str, Any]] | None:
        answer = self._answers.pop(0) if self._answers else None
        if answer is None:
            return None
        status = 400 if "Error" in answer else 200
        return AWSResponse("", status, HTTPHeaders(), None), {"ResponseMetadata": {"HTTPStatusCode": status}, **answer}


def refusal(code: str, **more: Any) -> dict[str, Any]:
    """An error answer."""
    return {"Error": {"Code": code, "Message": "scripted"}, **more}
