"""The nightly compare of both ledgers with the links, for whatever webhooks and polls missed."""
