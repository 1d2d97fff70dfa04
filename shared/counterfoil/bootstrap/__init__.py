"""Where the bundle is put together: every dependency made at first use, each overridable by keyword.

A module per kind of function, which imports what that kind needs and no more: what is imported is what a cold start waits
for. `bundle` has all of it in one.
"""
