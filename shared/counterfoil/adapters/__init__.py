"""How the world is reached: both vendors and AWS."""
