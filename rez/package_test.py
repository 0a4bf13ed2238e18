"""Rez's `rez.package_test`."""
from pkgrs.testing.results import *
from pkgrs.testing.runner import *
from rez._surface import surface

surface(__name__, "pkgrs.testing.results", "pkgrs.testing.runner", lazy={
    "Package": "rez.packages:Package",
    "PackageNotFoundError": "rez.exceptions:PackageNotFoundError",
    "Printer": "rez.utils.colorize:Printer",
    "RO_AttrDictWrapper": "rez.utils.data_utils:RO_AttrDictWrapper",
    "ResolvedContext": "rez.resolved_context:ResolvedContext",
    "RezError": "rez.exceptions:RezError",
    "fnmatch": "fnmatch",
    "get_latest_package_from_string": "rez.packages:get_latest_package_from_string",
    "heading": "rez.utils.colorize:heading",
    "os": "os",
    "quote": "shlex:quote",
})
