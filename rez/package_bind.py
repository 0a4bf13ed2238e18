"""Rez's `rez.package_bind`."""
from pkgrs.bind.run import *
from rez._surface import surface

surface(__name__, "pkgrs.bind.run", lazy={
    "TYPE_CHECKING": "typing:TYPE_CHECKING",
    "argparse": "argparse",
    "_NeverError": "rez.exceptions:_NeverError",
    "get_close_pkgs": "rez.util:get_close_pkgs",
    "module_root_path": "rez:module_root_path",
    "print_error": "rez.utils.logging_:print_error",
})
