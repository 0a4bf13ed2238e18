"""Rez's `rez.bind`."""
from rez._surface import surface

surface(__name__)
