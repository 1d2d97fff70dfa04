"""What is true of people, sessions and tokens: values without I/O, clock or chance."""
