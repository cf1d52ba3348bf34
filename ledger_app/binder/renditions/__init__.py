"""Evidence as pages: what each file looks like on paper."""
