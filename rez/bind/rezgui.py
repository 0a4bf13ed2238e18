"""Rez's `rez.bind.rezgui`."""
import rez
from pkgrs.bind.rezgui import *
from rez._surface import surface

surface(__name__, "pkgrs.bind.rezgui")


def rez_gui_source() -> None:
    from rez.cli._main import run
    run("gui")
