"""Rez's `rez.vendor.six`, a package around the module of that name."""
from rez._surface import surface

surface(__name__)
