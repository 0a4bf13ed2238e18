"""Rez's `rez.vendor.memcache`, a package around the module of that name."""
