"""Install a python distribution that pip can install, and those it requires, as packages."""
from __future__ import annotations

import logging
import sys
from argparse import REMAINDER, ArgumentParser
from typing import Any, List, Optional


def setup_parser(parser: ArgumentParser, completions: bool = False) -> None:
    parser.add_argument("--python-version", dest="py_ver", metavar="VERSION",
                        help="version of the python package to use, the latest if not given; the new packages require "
                             "its MAJOR.MINOR")
    parser.add_argument("-i", "--install", action="store_true", help="do install")
    parser.add_argument("-r", "--release", action="store_true",
                        help="install to the release packages path, rather than the local one")
    parser.add_argument("-p", "--prefix", type=str, metavar="PATH", help="install to this package repository instead")
    parser.add_argument("PACKAGE", help="distribution to install, or archive or URL to install it from")
    parser.add_argument("-e", "--extra", nargs=REMAINDER,
                        help="everything after this goes to 'pip install', in place of the setting pip_extra_args")


def command(opts: Any, parser: ArgumentParser, extra_arg_groups: Optional[List[List[str]]] = None) -> None:
    """Run the command; exits with 1 if a file can't be read or written."""
    from pkgrs.config.config import config

    if not opts.install:
        parser.error("Expected one of: --install")
    from pkgrs.base import log
    from pkgrs.pip import run
    from pkgrs.pip.install import pip_install_package

    run._verbose = bool(opts.verbose or config.debug("package_release"))
    if not run._verbose:
        log._logger()  # or the first message would set the level again
        logging.getLogger("rez").setLevel(logging.INFO)
    try:
        pip_install_package(opts.PACKAGE, python_version=opts.py_ver, release=opts.release, prefix=opts.prefix,
                            extra_args=opts.extra)
    except OSError as e:  # the reason has been explained
        print("%s: %s" % (type(e).__name__, e), file=sys.stderr)
        sys.exit(1)
