"""Rez's `rez.utils.diff_packages`."""
from subprocess import Popen
from tempfile import mkdtemp

from pkgrs.query.diff import *
from rez._surface import surface

surface(__name__, "pkgrs.query.diff")
