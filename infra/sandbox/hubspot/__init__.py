"""The HubSpot twin: a stateful HubSpot over HTTP, with several isolated portals, OAuth and signed webhooks."""
