"""Where the command-line completion scripts are."""
from __future__ import annotations

import os.path

__all__ = ["module_root_path"]

# the folder of the `rez` package, beside this one
module_root_path = os.path.join(
    os.path.dirname(os.path.dirname(os.path.dirname(os.path.realpath(__file__)))), "rez"
)


def completion_script(name: str) -> str:
    """Return the path of a shell's completion script."""
    return os.path.join(module_root_path, "completion", name)
