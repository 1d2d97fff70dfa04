"""HubSpot's adapter, without HubSpot."""
