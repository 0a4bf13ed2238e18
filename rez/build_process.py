"""Rez's `rez.build_process`."""
from pkgrs.build.helper import *
from pkgrs.build.kinds import *
from pkgrs.build.process import *
from rez._surface import surface

surface(__name__, "pkgrs.build.helper", "pkgrs.build.kinds", "pkgrs.build.process", lazy={
    "Printer": "rez.utils.colorize:Printer",
    "ResolvedContext": "rez.resolved_context:ResolvedContext",
    "ResolverStatus": "rez.resolver:ResolverStatus",
    "create_release_hooks": "rez.release_hook:create_release_hooks",
    "getpass": "getpass",
    "heading": "rez.utils.colorize:heading",
    "print_warning": "rez.utils.logging_:print_warning",
    "quote": "shlex:quote",
    "resolve_variant_indices": "rez.util:resolve_variant_indices",
    "sys": "sys",
})
