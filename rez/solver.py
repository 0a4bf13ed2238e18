"""Rez's `rez.solver`."""
from pkgrs.resolve.solver import *
from pkgrs.resolve.variant import *
from pkgrs.solver.callback import *
from pkgrs.solver.reasons import *
from pkgrs.solver.select_mode import *
from rez._surface import surface

surface(__name__, "pkgrs.resolve.solver", "pkgrs.resolve.catalog", "pkgrs.resolve.variant", "pkgrs.solver.reasons",
        "pkgrs.solver.callback", "pkgrs.solver.select_mode", lazy={
    "Enum": "enum:Enum",
    "PackageNotFoundError": "rez.exceptions:PackageNotFoundError",
    "RequirementList": "rez.version:RequirementList",
    "ResolveError": "rez.exceptions:ResolveError",
    "RezSystemError": "rez.exceptions:RezSystemError",
    "SupportsLessThan": "rez.utils.typing:SupportsLessThan",
    "SupportsWrite": "rez.utils.typing:SupportsWrite",
    "T": "rez.util:T",
    "Variant": "rez.packages:Variant",
    "Version": "rez.version:Version",
    "VersionedObject": "rez.version:VersionedObject",
    "accessibility": "rez.vendor.pygraph.algorithms.accessibility:accessibility",
    "cached_property": "rez.utils.data_utils:cached_property",
    "chain": "itertools:chain",
    "copy": "copy",
    "digraph": "rez.vendor.pygraph.classes.digraph:digraph",
    "find_cycle": "rez.vendor.pygraph.algorithms.cycles:find_cycle",
    "product": "itertools:product",
})
