"""What is missing or wrong: rules and findings."""
