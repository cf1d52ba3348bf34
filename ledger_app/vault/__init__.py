"""What we hold: files, their identity, arrangement and fixity."""
