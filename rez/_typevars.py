"""Type variables that modules of Rez show. The implementation needs them for type checking only."""
from typing import Any, Callable, TypeVar

from pkgrs.package.model import Package, Variant

T = TypeVar("T")
CallabeT = TypeVar("CallabeT", bound=Callable)
CallableT = TypeVar("CallableT", bound=Callable[..., Any])
PackageT = TypeVar("PackageT", Package, Variant)
