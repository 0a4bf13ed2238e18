"""Rez's `rez.suite`."""
from pkgrs.suite.suite import *
from rez._surface import surface

surface(__name__, "pkgrs.suite.suite", lazy={
    "_FWD__invoke_suite_tool_alias": "pkgrs.suite.wrapper:_FWD__invoke_suite_tool_alias",
    "TYPE_CHECKING": "typing:TYPE_CHECKING",
    "Printer": "rez.utils.colorize:Printer",
    "YAMLError": "rez.vendor.yaml:YAMLError",
    "alias_col": "rez.utils.colorize:alias",
    "columnise": "rez.utils.formatting:columnise",
    "create_forwarding_script": "rez.utils.execution:create_forwarding_script",
    "critical": "rez.utils.colorize:critical",
    "defaultdict": "collections:defaultdict",
    "dump_yaml": "rez.utils.yaml:dump_yaml",
    "safe_rmtree": "rez.utils.filesystem:safe_rmtree",
    "warning": "rez.utils.colorize:warning",
    "yaml": "rez.vendor.yaml",
})
