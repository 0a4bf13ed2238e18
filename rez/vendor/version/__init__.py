"""What `rez.version` was named before Rez 3.0: a package without names of its own."""
