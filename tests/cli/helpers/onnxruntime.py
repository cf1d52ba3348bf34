"""Found before the real one: a PC whose processor or system the library does not run on."""

raise ImportError("DLL load failed")
