"""Rez's `rezplugins.shell.gitbash`."""
from pkgrs.shell.gitbash import *
from rez._surface import surface

surface(__name__, "pkgrs.shell.gitbash", lazy={
    "Popen": "rez.utils.execution:Popen",
    "dedup": "pkgrs.base.lists:dedup",
    "subprocess": "subprocess",
})
