"""What an installed variant has beside what its build put there."""
from __future__ import annotations

import os
from typing import TYPE_CHECKING, Iterable

from pkgrs.base.base26 import create_unique_base26_symlink
from pkgrs.base.log import print_warning
from pkgrs.base.replace import atomic_write
from pkgrs.base.trees import replacing_copy

if TYPE_CHECKING:
    from pkgrs.package.developer import DeveloperPackage
    from pkgrs.package.model import Variant

VARIANT_FILE = "variant.json"


def write_variant_file(variant: Variant, build_path: str) -> None:
    """Write, beside the build, which variant it is; nothing for a package without variants."""
    if variant.index is None:
        return
    import json
    data = {"index": variant.index, "data": variant.parent.data["variants"][variant.index]}
    with atomic_write(os.path.join(build_path, VARIANT_FILE)) as file:
        file.write(json.dumps(data, indent=2, default=str))


def install_files(files: Iterable[str], place: str) -> None:
    """Copy those of the files that exist into the payload."""
    for file in files:
        if os.path.exists(file):
            replacing_copy(file, os.path.join(place, os.path.basename(file)))


def install_include_modules(package: DeveloperPackage, package_path: str) -> None:
    """Copy the modules that the definition includes to where the installed definition looks for them.

    Each gets its hash beside it, by which it is known when it is loaded.
    """
    if not package.includes:
        return
    from hashlib import sha1

    from pkgrs.definition.include import IncludeModuleManager
    folder = os.path.join(package_path, IncludeModuleManager.include_modules_subpath)
    os.makedirs(folder, exist_ok=True)
    for name in sorted(package.includes):
        path = os.path.join(package.config.package_definition_python_path, "%s.py" % name)
        with open(path, "rb") as file:
            # Loading checks the text without the blanks around it.
            digest = sha1(file.read().strip()).hexdigest()
        replacing_copy(path, os.path.join(folder, "%s.py" % name))
        with atomic_write(os.path.join(folder, "%s.sha1" % name)) as out:
            out.write(digest)


def install_shortlink(variant: Variant, package_path: str, place: str) -> None:
    """Give the payload of a variant with a hash for a name a short link."""
    settings = variant.parent.config
    if variant.index is None or not variant.parent.hashed_variants or not settings.use_variant_shortlinks:
        return
    folder = os.path.join(package_path, settings.variant_shortlinks_dirname or "")
    try:
        os.makedirs(folder, exist_ok=True)
        create_unique_base26_symlink(folder, os.path.relpath(place, folder))
    except Exception as error:  # a link is a convenience; the variant works without it
        print_warning("Error creating variant shortlink for %s: %s: %s", place, type(error).__name__, error)
