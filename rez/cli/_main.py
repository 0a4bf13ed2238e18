"""Rez's `rez.cli._main`."""
from pkgrs.cli.main import *
from pkgrs.cli.parser import *
from pkgrs.config import start as _start
from rez._surface import surface
import rez.cli._util  # installs the handlers of signals

surface(__name__, "pkgrs.cli.main", "pkgrs.cli.parser", lazy={
    "RezError": "rez.exceptions:RezError",
    "RezSystemError": "rez.exceptions:RezSystemError",
    "importlib": "importlib",
    "module_root_path": "rez:module_root_path",
    "print_error": "rez.utils.logging_:print_error",
    "subcommands": "rez.cli._util:subcommands",
}, live=["_hyphened_command"])

if __name__ == "__main__":
    run()
