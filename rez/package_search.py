"""Rez's `rez.package_search`."""
import fnmatch
from collections import defaultdict

from pkgrs.base.digraph import digraph
from pkgrs.query.search import *
from rez._surface import surface

surface(__name__, "pkgrs.query.search")
