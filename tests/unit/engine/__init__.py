"""Stories through the real engine, with everything around it in memory."""
