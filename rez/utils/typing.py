"""Rez's `rez.utils.typing`."""
from typing import Any

from pkgrs.base.protocols import *
