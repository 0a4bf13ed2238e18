"""Rez's `rez.resolver`."""
from hashlib import sha1

from pkgrs.cache.memcached import Client
from pkgrs.package.filter import PackageFilterList, TimestampRule
from pkgrs.package.find import get_last_release_time
from pkgrs.package.model import Package, Variant
from pkgrs.resolve.resolver import *
from pkgrs.version.requirement import Requirement
from rez._surface import surface

surface(__name__, "pkgrs.resolve.resolver", "pkgrs.solver.callback", lazy={
    "SolverDict": "pkgrs.resolve.outcome:SolverDict",
    "memcached_client": "pkgrs.cache.memcached:memcached_client",
    "pool_memcached_connections": "pkgrs.cache.memcached:pool_memcached_connections",
})
