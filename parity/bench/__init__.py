"""Timing real Rez, pyrer and pkgrs in turn, in one run."""
