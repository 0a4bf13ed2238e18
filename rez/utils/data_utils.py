"""Rez's `rez.utils.data_utils`."""
import functools
import json
import os
from threading import Lock
from typing import TYPE_CHECKING, Any, Callable, Generic, MutableMapping, TypeVar

from pkgrs.base.data import *
from pkgrs.base.schema import Optional, Schema
from rez._surface import surface

surface(__name__, "pkgrs.base.data", "pkgrs.base.dicts", "pkgrs.base.attrdict", "pkgrs.base.descriptors",
        "pkgrs.base.metaclasses", lazy={"T": "rez._typevars:T"})
