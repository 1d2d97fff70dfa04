"""The HubSpot twin held to HubSpot's public contract, by the vendor's own clients and by plain HTTP."""
