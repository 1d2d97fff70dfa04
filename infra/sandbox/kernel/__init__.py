"""What both twins are made of: clock, faults, call meter, switches, webhook delivery, HTTP server."""
