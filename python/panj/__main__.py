"""The program `panj`, in this process: `python -m panj`."""

from __future__ import annotations

import signal
import sys

from . import _native


def main() -> int:
    """Runs the program by the arguments of this process."""
    # The program heeds Ctrl-C itself where it writes, and ends by it elsewhere.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    return _native.main(["panj", *sys.argv[1:]])


if __name__ == "__main__":
    sys.exit(main())
