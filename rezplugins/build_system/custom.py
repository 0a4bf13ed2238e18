"""The plugin `custom`."""
from pkgrs.build.custom import *
from rez._surface import surface

surface(__name__, "pkgrs.build.custom", lazy={
    "BuildSystem": "rez.build_system:BuildSystem",
    "PackageMetadataError": "rez.exceptions:PackageMetadataError",
    "Printer": "rez.utils.colorize:Printer",
    "ResolvedContext": "rez.resolved_context:ResolvedContext",
    "Variant": "rez.packages:Variant",
    "config": "rez.config:config",
    "create_forwarding_script": "rez.utils.execution:create_forwarding_script",
    "create_shell": "rez.shells:create_shell",
    "functools": "functools",
    "get_developer_package": "rez.packages:get_developer_package",
    "heading": "rez.utils.colorize:heading",
    "os": "os",
    "print_warning": "rez.utils.logging_:print_warning",
    "quote": "shlex:quote",
    "sys": "sys",
})
