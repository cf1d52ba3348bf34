"""What we hand over as data: backups and the sample archive."""
