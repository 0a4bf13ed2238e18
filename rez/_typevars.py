"""Type variables that modules of Rez show. The implementation needs them for type checking only."""
from typing import TypeVar

from pkgrs.package.model import Package, Variant

T = TypeVar("T")
PackageT = TypeVar("PackageT", Package, Variant)
