"""A program that runs a command, and tells which modules are imported together.

    python imports.py FILE COMMAND [ARGUMENT ...]

COMMAND is the path of a script in Python. FILE becomes a list, in JSON, of lists of names: the modules
that one import statement outside of modules brings in, in the order in which they are run, itself last. Only modules
count that Python reads from files. The program stands alone, and imports nothing that a command would.
"""
import sys
from _frozen_importlib_external import PathFinder, SourceFileLoader

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any, List, Optional


class _Recorder:
    """Finds modules as Python does, and notes them."""

    def __init__(self) -> None:
        self.groups: "List[List[str]]" = []
        self.open = 0
        self.run: "List[str]" = []

    def find_spec(self, name: str, path: "Any" = None, target: "Any" = None) -> "Optional[Any]":
        spec = PathFinder.find_spec(name, path, target)
        if spec is not None and type(spec.loader) is SourceFileLoader:
            spec.loader = _Loader(self, name, spec.loader.path)
        return spec


class _Loader(SourceFileLoader):
    def __init__(self, recorder: _Recorder, name: str, path: str) -> None:
        super().__init__(name, path)
        self._recorder = recorder

    def exec_module(self, module: "ModuleType") -> None:
        recorder = self._recorder
        recorder.open += 1
        try:
            super().exec_module(module)
            recorder.run.append(module.__name__)
        finally:
            recorder.open -= 1
            if not recorder.open:
                recorder.groups.append(recorder.run)
                recorder.run = []


def main(file: str, command: str, *arguments: str) -> None:
    """Run the command, then write the file."""
    sys.argv = [command, *arguments]
    sys.path[0] = command.rpartition("/")[0]
    with open(command, encoding="utf-8") as script:
        program = compile(script.read(), command, "exec")
    recorder = _Recorder()
    sys.meta_path.insert(0, recorder)  # type: ignore[arg-type]
    code: "Any" = None
    try:
        exec(program, {"__name__": "__main__"})
    except SystemExit as end:
        code = end.code
    sys.meta_path.remove(recorder)  # type: ignore[arg-type]
    if code:
        sys.exit(code)
    import json
    with open(file, "w", encoding="utf-8") as stream:
        json.dump(recorder.groups, stream)


if __name__ == "__main__":
    main(*sys.argv[1:])
