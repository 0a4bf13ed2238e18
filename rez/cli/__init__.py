"""Rez's `rez.cli`."""
