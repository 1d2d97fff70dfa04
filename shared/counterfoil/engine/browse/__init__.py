"""What people look at: how records stand, counted, listed, found and told. No vendor is asked, and nothing is written."""
