"""Rez's `rez.vendor.typing_extensions`, a package around the module of that name."""
from rez._surface import surface

surface(__name__)
