"""What must be shown: schemes, indicators, requirements."""
