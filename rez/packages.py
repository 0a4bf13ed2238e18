"""Rez's `rez.packages`."""
import os
import sys

from pkgrs.config import start as _start
from rez._surface import surface

TYPE_CHECKING = False  # `surface` finds at run time, when it is used, what type checkers and editors find here
if TYPE_CHECKING:
    from pkgrs.package.find import *
    from pkgrs.package.model import *

surface(__name__, "pkgrs.package.find", "pkgrs.package.model", lazy={
    "PackageT": "rez._typevars:PackageT",
    "SupportsWrite": "pkgrs.base.protocols:SupportsWrite",
    "T": "rez._typevars:T",
    "create_package": "pkgrs.package.maker:create_package",
    "dump_package_data": "pkgrs.definition.write:dump_package_data",
    "get_developer_package": "pkgrs.package.developer:get_developer_package",
    "overload": "typing:overload",
    "reraise": "pkgrs.base.flow:reraise",
})
