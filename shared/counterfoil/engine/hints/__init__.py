"""How it becomes known that a record moved: webhooks, polls, retries; all of them enqueue, none decides."""
