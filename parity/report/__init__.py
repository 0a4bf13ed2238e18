"""Reports of a run, one module a format."""
