"""Rez's `rez.vendor.typing_extensions`, a package around the module of that name."""
