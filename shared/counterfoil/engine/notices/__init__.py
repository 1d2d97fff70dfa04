"""Tells people by e-mail and chat what newly needs them, once for each problem, and when it is solved."""
