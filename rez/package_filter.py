"""Rez's `rez.package_filter`."""
from hashlib import sha1

from pkgrs.package.filter import *
from pkgrs.package.model import Package
from rez._surface import surface

surface(__name__, "pkgrs.package.filter", "pkgrs.package.filter_rules")
