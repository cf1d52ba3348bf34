"""Pages put together into one PDF: placed, stamped, linked, bookmarked."""
