"""Rez's `rez.bind`."""
