"""Files attached to objects: what the upload endpoint makes of a multipart request.

https://developer.intuit.com/app/developer/qbo/docs/api/accounting/all-entities/attachable#upload-attachments
"""

from email.parser import BytesParser

from infra.sandbox.kernel import exact_json
from infra.sandbox.quickbooks import operations
from infra.sandbox.quickbooks.company import Company
from infra.sandbox.quickbooks.entities import ENTITIES
from infra.sandbox.quickbooks.errors import missing
from infra.sandbox.quickbooks.wire import Document


def uploaded(company: Company, content_type: str, body: bytes) -> Document:
    """Store one attachable per pair of `file_metadata_N` and `file_content_N` parts; contents are not kept."""
    message = BytesParser().parsebytes(b"Content-Type: " + content_type.encode() + b"\r\n\r\n" + body)
    parts = {str(part.get_param("name", header="content-disposition")): part for part in message.walk()}
    contents = {name.removeprefix("file_content_"): part for name, part in parts.items() if name.startswith("file_content_")}
    if not contents:
        raise missing("file_content")
    stored = []
    for number, content in contents.items():
        size = len(bytes(content.get_payload(decode=True) or b""))
        metadata = parts.get(f"file_metadata_{number}")
        described = exact_json.loads(bytes(metadata.get_payload(decode=True))) if metadata else {}
        described.update(Size=size, FileName=described.get("FileName") or content.get_filename())
        stored.append(operations.write(company, ENTITIES["Attachable"], described))
    return {"AttachableResponse": [{"Attachable": one} for one in stored]}
