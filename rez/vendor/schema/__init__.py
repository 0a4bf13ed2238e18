"""Rez's `rez.vendor.schema`, a package around the module of that name."""
