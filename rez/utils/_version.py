"""Rez's `rez.utils._version`."""
from pkgrs.base.rez_version import _rez_version
