"""Rez's `rez.packages`."""
import os
import sys
from typing import TYPE_CHECKING, overload

from pkgrs.base.flow import reraise
from pkgrs.base.protocols import SupportsWrite
from pkgrs.definition.write import dump_package_data
from pkgrs.package.developer import get_developer_package
from pkgrs.package.find import *
from pkgrs.package.maker import create_package
from pkgrs.package.model import *
from rez._surface import surface

surface(__name__, "pkgrs.package.find", "pkgrs.package.model", lazy={
    "PackageT": "rez._typevars:PackageT",
    "T": "rez._typevars:T",
})
