"""What can be written in the place of an argument: completers, as `argcomplete` calls them."""
from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Iterable, Iterator, List, Optional, Set

    Completer = Callable[..., Iterable[str]]


__all__ = [
    "PackageCompleter", "PackageFamilyCompleter", "ConfigCompleter", "ExecutablesCompleter", "CombinedCompleter",
    "AndCompleter", "SequencedCompleter", "FilesCompleter",
]


def ConfigCompleter(prefix: str, **kwargs: Any) -> List[str]:
    """Names of settings."""
    from pkgrs.config.config import config
    from pkgrs.plugin import manager  # noqa: F401  the plugins' settings are among them
    return config.get_completions(prefix)  # type: ignore[no-any-return]


def PackageCompleter(prefix: str, **kwargs: Any) -> Set[str]:
    """Package names, and packages with their versions once one name is left."""
    from pkgrs.config.config import config
    from pkgrs.package.find import get_completions
    return get_completions(prefix, paths=config.packages_path)


def PackageFamilyCompleter(prefix: str, **kwargs: Any) -> Set[str]:
    """Package names."""
    from pkgrs.config.config import config
    from pkgrs.package.find import get_completions
    return get_completions(prefix, paths=config.packages_path, family_only=True)


def ExecutablesCompleter(prefix: str, **kwargs: Any) -> Set[str]:
    """Names of the programs on PATH."""
    found: Set[str] = set()
    for folder in os.environ.get("PATH", "").split(os.pathsep):
        try:
            names = os.listdir(folder)
        except OSError:
            continue
        for name in names:
            if name.startswith(prefix):
                path = os.path.join(folder, name)
                if os.path.isfile(path) and os.access(path, os.X_OK):
                    found.add(name)
    return found


class CombinedCompleter:
    """Several completers for one argument."""

    def __init__(self, completer: Completer, *completers: Completer) -> None:
        self.completers: List[Completer] = [completer, *completers]


class AndCompleter(CombinedCompleter):
    """All that any of the completers gives."""

    def __call__(self, prefix: str, **kwargs: Any) -> Set[str]:
        return {text for completer in self.completers for text in completer(prefix, **kwargs)}


class SequencedCompleter(CombinedCompleter):
    """The first completer for an argument's first value, the second for its second; the last one for all others.

    Args:
        arg: Name of the argument in the parsed arguments, which holds its values so far.
    """

    def __init__(self, arg: str, completer: Completer, *completers: Completer) -> None:
        super().__init__(completer, *completers)
        self.arg = arg

    def __call__(self, prefix: str, **kwargs: Any) -> Iterable[str]:
        values = getattr(kwargs.get("parsed_args"), self.arg, None)
        if values is None:
            return []
        return self.completers[min(len(values), len(self.completers) - 1)](prefix, **kwargs)


class FilesCompleter:
    """Paths. A folder is given with a slash behind it, so that one can go on; without it if folders are asked for.

    Args:
        files: Whether files are asked for.
        dirs: Whether folders are.
        file_patterns: Patterns of which a file's name must match one.
    """

    def __init__(self, files: bool = True, dirs: bool = True, file_patterns: Optional[List[str]] = None) -> None:
        self.files = files
        self.dirs = dirs
        self.file_patterns = file_patterns

    def __call__(self, prefix: str, **kwargs: Any) -> Iterable[str]:
        folder, beginning = os.path.split(prefix)
        try:
            names = os.listdir(folder or ".")
        except OSError:
            return []
        if not folder:
            names += [".", ".."]
        return self._completions(folder, [name for name in names if name.startswith(beginning)])

    def _completions(self, folder: str, names: List[str]) -> Iterator[str]:
        for name in names:
            path = os.path.join(folder, name)
            if os.path.isdir(path):
                yield path + os.sep
                if self.dirs:
                    yield path
            elif self.files and self._matches(name):
                yield path

    def _matches(self, name: str) -> bool:
        if not self.file_patterns:
            return True
        from fnmatch import fnmatch
        return any(fnmatch(name, pattern) for pattern in self.file_patterns)
