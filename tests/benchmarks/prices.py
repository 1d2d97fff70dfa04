"""What AWS takes, on demand, in us-east-1, without the free allowances; and what is assumed of time.

Prices are those known at the date below, from what others wrote of them; `source` is the page to compare them with.
"""

from dataclasses import dataclass

KNOWN_AT = "2026-11-29"


@dataclass(frozen=True, slots=True)
class Price:
    """US dollars for a million of something; `source` is AWS's page."""

    usd: float
    of: str
    source: str


WRITE_UNIT = Price(0.625, "write request units", "https://aws.amazon.com/dynamodb/pricing/on-demand/")
READ_UNIT = Price(0.125, "read request units", "https://aws.amazon.com/dynamodb/pricing/on-demand/")
INVOCATION = Price(0.20, "invocations", "https://aws.amazon.com/lambda/pricing/")
GB_SECOND = Price(13.3334, "GB-seconds on Arm", "https://aws.amazon.com/lambda/pricing/")
QUEUE_REQUEST = Price(0.50, "requests to FIFO queues, of 64 KB each", "https://aws.amazon.com/sqs/pricing/")
HTTP_REQUEST = Price(1.00, "requests to an HTTP API", "https://aws.amazon.com/api-gateway/pricing/")
LOG_KILOBYTE = Price(0.5, "KB of logs", "https://aws.amazon.com/cloudwatch/pricing/")
KEY_REQUEST = Price(3.00, "requests to KMS", "https://aws.amazon.com/kms/pricing/")

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
