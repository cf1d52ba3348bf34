"""What goes into which binder, in which order and on which page; what was printed before."""
