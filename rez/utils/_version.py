"""Rez's `rez.utils._version`, which some programs run as text, without importing anything."""

_rez_version = "3.4.0"
