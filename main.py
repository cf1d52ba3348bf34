"""Start the Evidence Ledger from a checkout or a frozen build: the same words as `evidence-ledger`."""

import multiprocessing
import sys

if __name__ == "__main__":
    multiprocessing.freeze_support()  # a worker of a frozen build ends here, before the program is loaded

    from ledger_app.__main__ import main

    sys.exit(main())
