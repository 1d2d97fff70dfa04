"""Starts MiniStack so that functions run under another interpreter than its own.

MiniStack runs Python functions with `sys.executable`, hence among its own dependencies, pydantic included: a layer that
forgot pydantic would still work. Run as a script: `<MiniStack's python> launch_ministack.py <functions' python>`.
"""

import runpy
import sys

if __name__ == "__main__":
    sys.executable = sys.argv.pop()
    runpy.run_module("ministack", run_name="__main__")
