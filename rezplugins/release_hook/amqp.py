"""The plugin `amqp`."""
from pkgrs.release.hooks.amqp import *
from rez._surface import surface

surface(__name__, "pkgrs.release.hooks.amqp", lazy={
    "config": "rez.config:config",
})
