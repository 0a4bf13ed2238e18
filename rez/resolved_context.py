"""Rez's `rez.resolved_context`."""
from pkgrs.config import start as _start
from rez._surface import surface

TYPE_CHECKING = False  # `surface` finds at run time, when it is used, what type checkers and editors find here
if TYPE_CHECKING:
    from pkgrs.context.context import *
    from pkgrs.context.visibility import *

surface(__name__, "pkgrs.context.context", "pkgrs.context.contents", "pkgrs.context.setup", "pkgrs.context.execute",
        "pkgrs.context.describe", "pkgrs.context.locks", "pkgrs.context.visibility", "pkgrs.solver.callback", lazy={
    "ActionInterpreter": "rez.rex:ActionInterpreter",
    "CallableT": "rez._typevars:CallableT",
    "PackageCacheError": "rez.exceptions:PackageCacheError",
    "Python": "rez.rex:Python",
    "ENV_VAR_REGEX": "rez.utils.formatting:ENV_VAR_REGEX",
    "Package": "rez.packages:Package",
    "PackageCache": "rez.package_cache:PackageCache",
    "PackageFilterList": "rez.package_filter:PackageFilterList",
    "PackageNotFoundError": "rez.exceptions:PackageNotFoundError",
    "PackageOrder": "rez.package_order:PackageOrder",
    "PackageOrderList": "rez.package_order:PackageOrderList",
    "RezError": "rez.exceptions:RezError",
    "T": "rez.util:T",
    "Variant": "rez.packages:Variant",
    "Version": "rez.version:Version",
    "VersionRange": "rez.version:VersionRange",
    "canonical_path": "rez.utils.filesystem:canonical_path",
    "deep_del": "rez.utils.data_utils:deep_del",
    "dump_yaml": "rez.utils.yaml:dump_yaml",
    "ephemeral_color": "rez.utils.colorize:ephemeral",
    "failure_detail_from_graph": "rez.utils.resolve_graph:failure_detail_from_graph",
    "get_variant": "rez.packages:get_variant",
    "getpass": "getpass",
    "is_subdirectory": "rez.utils.filesystem:is_subdirectory",
    "iter_packages": "rez.packages:iter_packages",
    "json": "json",
    "local": "pkgrs.terminal.colour:local",
    "literal": "rez.rex:literal",
    "package_order": "rez.package_order",
    "package_repository_manager": "rez.package_repository:package_repository_manager",
    "platform_": "rez.utils.platform_:platform_",
    "pool_memcached_connections": "rez.utils.memcached:pool_memcached_connections",
    "print_debug": "rez.utils.logging_:print_debug",
    "print_error": "rez.utils.logging_:print_error",
    "print_warning": "rez.utils.logging_:print_warning",
    "read_graph_from_string": "rez.utils.graph_utils:read_graph_from_string",
    "socket": "socket",
    "threading": "threading",
    "time": "time",
    "which": "rez.utils.which:which",
    "write_compacted": "rez.utils.graph_utils:write_compacted",
    "write_dot": "rez.utils.graph_utils:write_dot",
    "yaml": "rez.vendor.yaml",
})
