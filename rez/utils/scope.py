"""Rez's `rez.utils.scope`."""
import sys
from collections import UserDict
from typing import TYPE_CHECKING, Any, cast

from pkgrs.base.format import StringFormatMixin, StringFormatType
from pkgrs.base.scope import *
from rez._surface import surface

surface(__name__, "pkgrs.base.scope")
