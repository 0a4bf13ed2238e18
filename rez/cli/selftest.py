"""Rez's `rez.cli.selftest`."""
import argparse
import inspect
import os
import sys
from pkgutil import iter_modules

from pkgrs.base.remove import safe_rmtree
from pkgrs.cli.commands.selftest import *
from pkgrs.selfcheck.checks import create_python_package
from rez._surface import surface

cli_dir = os.path.dirname(os.path.abspath(__file__))
src_rez_dir = os.path.dirname(cli_dir)
tests_dir = os.path.join(src_rez_dir, "tests")

surface(__name__, "pkgrs.cli.commands.selftest", lazy={
    "pytest": "pytest",
    "use_pytest": "pkgrs.cli.commands.selftest:use_pytest",
})
