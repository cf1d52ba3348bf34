"""Start the Evidence Ledger from a checkout or a frozen build: the same words as `evidence-ledger`."""

import multiprocessing
import sys

from ledger_app.__main__ import main

if __name__ == "__main__":
    multiprocessing.freeze_support()
    sys.exit(main())
