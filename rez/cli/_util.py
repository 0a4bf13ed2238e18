"""Rez's `rez.cli._util`; importing it installs the handlers of SIGINT and SIGTERM."""
from pkgrs.cli.parser import *
from pkgrs.cli.printing import *
from pkgrs.cli.signals import *
from pkgrs.cli.table import *
from rez._surface import surface

surface(__name__, "pkgrs.cli.parser", "pkgrs.cli.printing", "pkgrs.cli.signals", "pkgrs.cli.table", lazy={
    "ArgumentError": "argparse:ArgumentError",
    "signal": "signal",
}, live=["_handled_int", "_handled_term"])
install_handlers()
