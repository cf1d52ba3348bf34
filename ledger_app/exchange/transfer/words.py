"""The words that a package's papers share. They are Chinese: the transfer rules prescribe them."""

from __future__ import annotations


def day(date: str) -> str:
    """Return eight digits as a date of an official paper."""
    return f"{int(date[:4])}年{int(date[4:6])}月{int(date[6:8])}日"


def gigabytes(size: int) -> str:
    """Return bytes as GB with three decimals, as the register wants them; rounded up, so that 0.000 is nothing."""
    thousandths = -(-size * 1000 // 2**30)
    return f"{thousandths // 1000}.{thousandths % 1000:03d}"
