"""Rez's `rez.vendor.six`, a package around the module of that name."""
