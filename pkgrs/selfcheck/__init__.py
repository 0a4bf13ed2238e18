"""Checks of an installation, which ship with it: `rez-selftest`."""
