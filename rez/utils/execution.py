"""Rez's `rez.utils.execution`."""
import io
import os
import stat
import subprocess
import sys
from contextlib import contextmanager
from enum import Enum
from typing import Any, Callable, Iterable, Iterator

from pkgrs.base.process import *
from pkgrs.base.yaml import dump_yaml
from pkgrs.shell.scripts import *
from rez._surface import surface

surface(__name__, "pkgrs.base.process", "pkgrs.shell.scripts")
