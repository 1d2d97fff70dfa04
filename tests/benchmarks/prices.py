"""What AWS takes, on demand, in us-east-1, without the free allowances; and what is assumed of time.

`source` is AWS's own page. Those pages fill their figures in by script, so each was compared on the date below with what
others had copied from them by then: `compared` says with what, and of when that is.
"""

from dataclasses import dataclass

COMPARED_ON = "2026-11-29"


@dataclass(frozen=True, slots=True)
class Price:
    """US dollars for a million of something."""

    usd: float
    of: str
    source: str
    compared: str


_DYNAMODB, _LAMBDA = "https://aws.amazon.com/dynamodb/pricing/on-demand/", "https://aws.amazon.com/lambda/pricing/"
_OF_DYNAMODB = "https://airbyte.com/data-engineering-resources/dynamodb-pricing (July 2025)"

WRITE_UNIT = Price(0.625, "write request units", _DYNAMODB, _OF_DYNAMODB)
READ_UNIT = Price(0.125, "read request units", _DYNAMODB, _OF_DYNAMODB)
INVOCATION = Price(
    0.20,
    "invocations",
    _LAMBDA,
    "https://github.com/api-evangelist/aws-lambda, plans/aws-lambda-plans-pricing.yml (2026-09-20)",
)
GB_SECOND = Price(
    13.3334,
    "GB-seconds on Arm",
    _LAMBDA,
    "https://app.unpkg.com/artillery@2.0.28/files/lib/platform/aws-lambda/prices.js (version 2.0.28)",
)
QUEUE_REQUEST = Price(
    0.50,
    "requests to FIFO queues, of 64 KB each",
    "https://aws.amazon.com/sqs/pricing/",
    "https://cloudburn.io/blog/amazon-sqs-pricing (March 2026)",
)
HTTP_REQUEST = Price(
    1.00,
    "requests to an HTTP API",
    "https://aws.amazon.com/api-gateway/pricing/",
    "https://go-cloud.io/aws-api-gateway-pricing (2026)",
)
LOG_KILOBYTE = Price(
    0.5, "KB of logs", "https://aws.amazon.com/cloudwatch/pricing/", "https://go-cloud.io/aws-api-gateway-pricing (2026)"
)
KEY_REQUEST = Price(
    3.00,
    "requests to KMS",
    "https://aws.amazon.com/kms/pricing/",
    "https://cloudburn.io/blog/aws-kms-pricing (March 2026)",
)

MEMORY_GB = 0.5
"""Of every function but the console."""
QUEUE_KILOBYTES = 64
"""So many count as one request."""

# Assumed, not measured: what a call takes while the function waits for it, in seconds.
VENDOR_SECONDS = 0.1
AWS_SECONDS = 0.005
# Assumed of one record among many and alone: the processor's time at half a gigabyte, in seconds.
PROCESSOR_AT_ONCE, PROCESSOR_ALONE = 0.0022, 0.009
# Assumed of each invocation: what Lambda itself writes into the log about it, and the access log of each webhook, in KB.
PLATFORM_LOG, ACCESS_LOG = 0.8, 0.2
# The event source mapping receives and deletes the messages of each invocation.
QUEUE_REQUESTS_OF_A_WORKER = 2
