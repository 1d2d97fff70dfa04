"""The whole bundle, simulated: real functions and adapters, both twins, AWS in memory, one clock, one seed."""
