"""The plugin `local`."""
from pkgrs.build.local import *
from rez._surface import surface

surface(__name__, "pkgrs.build.local", lazy={
    "create_unique_base26_symlink": "rez.utils.base26:create_unique_base26_symlink",
    "cast": "typing:cast",
    "IncludeModuleManager": "rez.utils.sourcecode:IncludeModuleManager",
    "Printer": "rez.utils.colorize:Printer",
    "copy_or_replace": "rez.utils.filesystem:copy_or_replace",
    "forceful_rmtree": "rez.utils.filesystem:forceful_rmtree",
    "get_existing_path": "rez.utils.filesystem:get_existing_path",
    "json": "json",
    "make_path_writable": "rez.utils.filesystem:make_path_writable",
    "sha1": "hashlib:sha1",
    "shutil": "shutil",
    "warning": "rez.utils.colorize:warning",
    "with_noop": "rez.utils:with_noop",
})
