"""AWS: tables, queues, keys, topics."""
