"""Rez's `rez.utils.memcached`."""
from contextlib import contextmanager
from functools import update_wrapper
from inspect import isgeneratorfunction
from threading import local
from typing import Any, Callable, Iterator, TypeVar
from uuid import uuid4

from pkgrs.base.modules import get_function_arg_names
from pkgrs.cache.memcached import *
from pkgrs.config.config import config
from rez._surface import surface

surface(__name__, "pkgrs.cache.memcached", lazy={
    "CallableT": "rez._typevars:CallableT",
    "Client_": "rez.vendor.memcache.memcache:Client",
    "md5": "hashlib:md5",
})
