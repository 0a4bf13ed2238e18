"""
Make and change suites, or tell what is in one.
"""
from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Dict, List, Optional


def setup_parser(parser: Any, completions: bool = False) -> None:
    """Add the command's arguments to the parser."""
    parser.add_argument("-l", "--list", action="store_true", help="list the suites on PATH")
    parser.add_argument("-t", "--tools", dest="print_tools", action="store_true", help="list the suite's tools")
    parser.add_argument("--which", type=str, metavar="TOOL", help="print where a tool of the suite is")
    parser.add_argument("--validate", action="store_true", help="check the suite")
    parser.add_argument("--create", action="store_true", help="make an empty suite")
    parser.add_argument("-c", "--context", type=str, metavar="NAME",
                        help="the context that the options on contexts and their tools are about")
    parser.add_argument("-i", "--interactive", action="store_true", help="start a shell in the context")
    parser.add_argument("-a", "--add", type=str, metavar="RXT", help="add a context, under the name that -c gives")
    prefix_char = parser.add_argument("-P", "--prefix-char", dest="prefix_char", type=str, metavar="CHAR",
                                      help="with --add: what rez's own options of the context's tools begin with "
                                           "('+' if not given); if empty, the tools have none")
    parser.add_argument("-r", "--remove", type=str, metavar="NAME", help="remove a context")
    parser.add_argument("-d", "--description", type=str, metavar="DESC", help="describe the context")
    parser.add_argument("-p", "--prefix", type=str, help="put this in front of the context's tools' names")
    parser.add_argument("-s", "--suffix", type=str, help="put this behind the context's tools' names")
    parser.add_argument("--hide", type=str, metavar="TOOL", help="leave a tool of the context out")
    parser.add_argument("--unhide", type=str, metavar="TOOL", help="take a tool of the context in again")
    parser.add_argument("--alias", type=str, nargs=2, metavar=("TOOL", "ALIAS"),
                        help="give a tool of the context another name")
    parser.add_argument("--unalias", type=str, metavar="TOOL", help="give a tool of the context its own name again")
    parser.add_argument("-b", "--bump", type=str, metavar="NAME",
                        help="let the tools of this context go before those of all others")
    request = parser.add_argument("--find-request", type=str, metavar="PKG",
                                  help="list the contexts that were asked for a package")
    resolve = parser.add_argument("--find-resolve", type=str, metavar="PKG",
                                  help="list the contexts that have a package")
    folder = parser.add_argument("DIR", type=str, nargs="?", help="the suite's folder")

    if completions:
        from pkgrs.cli.complete import FilesCompleter, PackageCompleter, PackageFamilyCompleter

        folder.completer = FilesCompleter(dirs=True, files=False)
        prefix_char.completer = FilesCompleter(dirs=False, file_patterns=["*.rxt"])
        request.completer = PackageFamilyCompleter
        resolve.completer = PackageCompleter


def command(opts: Any, parser: Any, extra_arg_groups: Optional[List[List[str]]] = None) -> None:
    """Run the command.

    Raises:
        SuiteError: The folder holds no suite, or what is asked of it can't be done.
        OSError: The folder can't be read or written.
    """
    from pkgrs.suite.suite import Suite

    if opts.list:
        _list_visible(opts)
        return
    if not opts.DIR:
        parser.error("DIR required.")
    if opts.create:
        if opts.verbose:
            print("create empty suite at %r..." % opts.DIR)
        Suite().save(opts.DIR)
        return
    _Command(Suite.load(opts.DIR), opts, parser).run()


def _list_visible(opts: Any) -> None:
    from pkgrs.suite.suite import Suite

    paths = Suite.visible_suite_paths()
    if paths:
        print("\n".join(paths))
    else:
        print("No visible suites.")


class _Command:
    """What is to be done with a suite."""

    def __init__(self, suite: Any, opts: Any, parser: Any) -> None:
        self.suite = suite
        self.opts = opts
        self.parser = parser

    def run(self) -> None:
        """Tell something about the suite, or change it and save it."""
        if not self._tell():
            change = self._find_change()
            if change:
                change()
                self._say("saving suite to %r...", self.opts.DIR)
                self.suite.save(self.opts.DIR)
            elif self.opts.context:
                self.suite.context(self.opts.context).print_info(verbosity=self.opts.verbose)
            else:
                self.suite.print_info(verbose=bool(self.opts.verbose))

    def _say(self, text: str, *values: Any) -> None:
        if self.opts.verbose:
            print(text % values)

    def _context(self, option: str) -> str:
        if not self.opts.context:
            self.parser.error("--context must be supplied when using --%s" % option)
        return str(self.opts.context)

    def _tell(self) -> bool:
        """Whether there was something to tell."""
        opts = self.opts
        if opts.interactive:
            context = self.suite.context(self._context("interactive"))
            code, _, _ = context.execute_shell(block=True)
            sys.exit(code)
        elif opts.print_tools:
            self.suite.print_tools(verbose=bool(opts.verbose), context_name=opts.context)
        elif opts.which:
            path = self.suite.get_tool_filepath(opts.which)
            if not path:
                sys.exit(1)
            print(path)
        elif opts.validate:
            self._validate()
        elif opts.find_request or opts.find_resolve:
            for name in self.suite.find_contexts(in_request=opts.find_request, in_resolve=opts.find_resolve):
                print(name)
        else:
            return False
        return True

    def _validate(self) -> None:
        from pkgrs.tool_errors import SuiteError

        try:
            self.suite.validate()
        except SuiteError as error:
            print("The suite is invalid:\n%s" % error)
            sys.exit(1)
        print("The suite is valid.")

    def _find_change(self) -> Optional[Callable[[], None]]:
        changes: Dict[str, Callable[[], None]] = {
            "add": self._add, "remove": self._remove, "bump": self._bump, "prefix": self._prefix,
            "suffix": self._suffix, "hide": self._hide, "unhide": self._unhide, "alias": self._alias,
            "unalias": self._unalias,
        }
        return next((change for option, change in changes.items() if getattr(self.opts, option)), None)

    def _add(self) -> None:
        from pkgrs.context.context import ResolvedContext

        name = self._context("add")
        self._say("loading context at %r...", self.opts.add)
        context = ResolvedContext.load(self.opts.add)
        self._say("adding context %r...", name)
        self.suite.add_context(name=name, context=context, prefix_char=self.opts.prefix_char)

    def _remove(self) -> None:
        self._say("removing context %r...", self.opts.remove)
        self.suite.remove_context(name=self.opts.remove)

    def _bump(self) -> None:
        self._say("bumping context %r...", self.opts.bump)
        self.suite.bump_context(self.opts.bump)

    def _prefix(self) -> None:
        name = self._context("prefix")
        self._say("prefixing context %r...", name)
        self.suite.set_context_prefix(name=name, prefix=self.opts.prefix)

    def _suffix(self) -> None:
        name = self._context("suffix")
        self._say("suffixing context %r...", name)
        self.suite.set_context_suffix(name=name, suffix=self.opts.suffix)

    def _hide(self) -> None:
        name = self._context("hide")
        self._say("hiding tool %r in context %r...", self.opts.hide, name)
        self.suite.hide_tool(context_name=name, tool_name=self.opts.hide)

    def _unhide(self) -> None:
        name = self._context("unhide")
        self._say("unhiding tool %r in context %r...", self.opts.unhide, name)
        self.suite.unhide_tool(context_name=name, tool_name=self.opts.unhide)

    def _alias(self) -> None:
        name = self._context("alias")
        tool, alias = self.opts.alias
        self._say("aliasing tool %r as %r in context %r...", tool, alias, name)
        self.suite.alias_tool(context_name=name, tool_name=tool, tool_alias=alias)

    def _unalias(self) -> None:
        name = self._context("unalias")
        self._say("unaliasing tool %r in context %r...", self.opts.unalias, name)
        self.suite.unalias_tool(context_name=name, tool_name=self.opts.unalias)
