"""佐证台账, the Evidence Ledger: which files prove which indicators, and what is still missing."""

__version__ = "0.1.0"
