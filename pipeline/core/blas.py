"""One thread for the linear algebra under numpy; set before numpy is loaded.

The products here are small: more threads only wait for each other, and with several workers they
fight over the cores. A setting that is there already stands.
"""

import os

NAMES = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def pin() -> None:
    """Ask for one thread, for this process (if numpy is not loaded yet) and those it starts."""
    for name in NAMES:
        os.environ.setdefault(name, "1")
