"""The build system `make`: known by its Makefile, driven by others."""
from __future__ import annotations

import os.path
from typing import Any

from pkgrs.build.build_system import BuildSystem


class MakeBuildSystem(BuildSystem):
    """Stands for make, so that a build system that drives it can say so; it does not build by itself."""

    @classmethod
    def name(cls) -> str:
        return "make"

    @classmethod
    def is_valid_root(cls, path: str, package: Any = None) -> bool:
        return os.path.isfile(os.path.join(path, "Makefile"))


def register_plugin() -> type:
    return MakeBuildSystem
