"""What we hand over on paper: the archive index and the audit report."""
