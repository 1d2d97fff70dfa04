"""Records on their way from one system to the other, through everything that is deployed."""
