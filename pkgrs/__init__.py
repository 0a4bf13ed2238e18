"""pkgrs: resolves software packages and builds the environments in which they run."""

__version__ = "0.1.0"
