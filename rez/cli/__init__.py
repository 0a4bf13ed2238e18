"""Rez's `rez.cli`."""
from rez._surface import surface

surface(__name__)
