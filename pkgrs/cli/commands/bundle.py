"""
Copy a context and its packages into a folder that can be moved.
"""
from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, List, Optional


def setup_parser(parser: Any, completions: bool = False) -> None:
    """Add the command's arguments to the parser."""
    group = parser.add_mutually_exclusive_group()
    group.add_argument("-s", "--skip-non-relocatable", action="store_true",
                       help="leave packages that can't be moved where they are; by default they are an error")
    group.add_argument("-f", "--force", action="store_true",
                       help="copy packages even if they say that they can't be moved")
    group.add_argument("-n", "--no-lib-patch", action="store_true",
                       help="leave libraries and programs as they are")
    file = parser.add_argument("RXT", help="saved context")
    parser.add_argument("DEST_DIR", help="folder to make; it must not exist")
    if completions:
        from pkgrs.cli.complete import FilesCompleter

        file.completer = FilesCompleter(dirs=False, file_patterns=["*.rxt"])


def command(opts: Any, parser: Any, extra_arg_groups: Optional[List[List[str]]] = None) -> None:
    """Run the command.

    Raises:
        ContextBundleError: The folder exists.
        PackageCopyError: A package can't be copied.
        ResolvedContextError: The file holds no context, or one that did not resolve.
    """
    import os
    import sys

    from pkgrs.base.log import print_error
    from pkgrs.context.bundle import bundle_context
    from pkgrs.context.context import ResolvedContext

    path = os.path.abspath(os.path.expanduser(opts.RXT))
    if not os.path.exists(path):
        print_error("File does not exist: %s", path)
        sys.exit(1)
    bundle_context(
        context=ResolvedContext.load(path),
        dest_dir=os.path.abspath(os.path.expanduser(opts.DEST_DIR)),
        force=opts.force,
        skip_non_relocatable=opts.skip_non_relocatable,
        verbose=opts.verbose,
        patch_libs=not opts.no_lib_patch,
    )
