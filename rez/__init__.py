"""Rez's `rez`."""
import os
import sys
import warnings

from pkgrs.base.rez_version import _rez_version

__version__ = _rez_version
