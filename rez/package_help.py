"""Rez's `rez.package_help`."""
import sys
import webbrowser
from typing import TYPE_CHECKING

from pkgrs.base.process import Popen
from pkgrs.query.help import *
from rez._surface import surface

surface(__name__, "pkgrs.query.help")
