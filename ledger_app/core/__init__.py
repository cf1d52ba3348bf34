"""What everything stands on: database, operations, journal, errors, progress, language."""
