"""What people look at: how records stand, counted, listed, found and explained. No vendor is asked, nothing is written."""
