"""Rez's `rez.package_help`."""
import sys
import webbrowser

from pkgrs.base.process import Popen
from pkgrs.query.help import *
from rez._surface import surface

surface(__name__, "pkgrs.query.help")
