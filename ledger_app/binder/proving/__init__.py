"""A binder that can be checked: its codes, and a second look at every page of it."""
