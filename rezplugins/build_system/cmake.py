"""The plugin `cmake`."""
from pkgrs.build.cmake import *
from rez._surface import surface

surface(__name__, "pkgrs.build.cmake", lazy={
    "BuildSystem": "rez.build_system:BuildSystem",
    "ResolvedContext": "rez.resolved_context:ResolvedContext",
    "Variant": "rez.packages:Variant",
    "create_forwarding_script": "rez.utils.execution:create_forwarding_script",
    "functools": "functools",
    "get_developer_package": "rez.packages:get_developer_package",
    "sys": "sys",
})
