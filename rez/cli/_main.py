"""Rez's `rez.cli._main`."""
from pkgrs.cli.main import *
from pkgrs.cli.parser import *
from rez._surface import surface

surface(__name__, "pkgrs.cli.main", "pkgrs.cli.parser", lazy={
    "RezError": "rez.exceptions:RezError",
    "RezSystemError": "rez.exceptions:RezSystemError",
    "importlib": "importlib",
    "print_error": "rez.utils.logging_:print_error",
})

if __name__ == "__main__":
    run()
