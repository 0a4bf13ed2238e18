"""Rez's `rez.bind.hello_world`."""
from pkgrs.bind.hello_world import *
from rez._surface import surface

surface(__name__, "pkgrs.bind.hello_world", lazy={
    "ExecutableScriptMode": "rez.utils.execution:ExecutableScriptMode",
    "ScriptMaker": "rez.vendor.distlib.scripts:ScriptMaker",
    "safe_rmtree": "rez.utils.filesystem:safe_rmtree",
})
