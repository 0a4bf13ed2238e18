"""Rez's `rez.package_order`."""
from hashlib import sha1
from inspect import isclass

from pkgrs.base.protocols import SupportsLessThan
from pkgrs.package.model import Package
from pkgrs.package.order import *
from pkgrs.package.order_base import *
from rez._surface import surface

surface(__name__, "pkgrs.package.order", "pkgrs.package.order_base", lazy={"o": "pkgrs.package.order_base:_orderers"})
