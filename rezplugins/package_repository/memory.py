"""The plugin `memory`: package repositories that live in memory."""
from pkgrs.repository.memory import *
from rez._surface import surface

surface(__name__, "pkgrs.repository.memory", lazy={
    "ResourcePool": "pkgrs.base.resources:ResourcePool",
})
