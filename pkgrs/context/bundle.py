"""Bundles: a context and its packages in one folder that can be moved."""
from __future__ import annotations

import os

from pkgrs.base.paths import is_subdirectory
from pkgrs.base.log import print_info, print_warning
from pkgrs.base.which import which_any as which
from pkgrs.errors import ResolvedContextError
from pkgrs.tool_errors import ContextBundleError
from pkgrs.platform.current import platform_
from pkgrs.store.copy import copy_package

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Iterator, List, Optional


__all__ = ["bundle_context"]


def bundle_context(
    context: Any, dest_dir: str, force: bool = False, skip_non_relocatable: bool = False, quiet: bool = False,
    patch_libs: bool = False, verbose: bool = False,
) -> None:
    """Copy a context and its packages into a new folder.

    Args:
        context: The context.
        dest_dir: The folder.
        force: Whether to copy packages that say that they can't be moved.
        skip_non_relocatable: Whether to leave such packages where they are.
        quiet: Whether to print nothing.
        patch_libs: Whether to change libraries and programs so that they find each other within the bundle.
        verbose: Whether to print what is done.

    Raises:
        ContextBundleError: The folder exists.
        PackageCopyError: A package can't be copied.
        ResolvedContextError: The context is not resolved.
    """
    _ContextBundler(
        context=context, dest_dir=dest_dir, force=force, skip_non_relocatable=skip_non_relocatable, quiet=quiet,
        patch_libs=patch_libs, verbose=verbose).bundle()


class _ContextBundler:
    """Makes one bundle."""

    def __init__(
        self, context: Any, dest_dir: str, force: bool = False, skip_non_relocatable: bool = False,
        quiet: bool = False, patch_libs: bool = False, verbose: bool = False,
    ) -> None:
        if quiet:
            verbose = False
        if force:
            skip_non_relocatable = False
        self.context = context
        self.named = dest_dir
        self.dest_dir = os.path.realpath(os.path.abspath(dest_dir))
        self.force = force
        self.skip_non_relocatable = skip_non_relocatable
        self.quiet = quiet
        self.patch_libs = patch_libs
        self.verbose = verbose
        self.logs: List[str] = []
        # Copied variants, by the names of their packages.
        self.copied: Dict[str, Any] = {}

    @property
    def _repo_path(self) -> str:
        return os.path.join(self.dest_dir, "packages")

    def bundle(self) -> None:
        """Make the bundle. See `bundle_context`."""
        if os.path.exists(self.dest_dir):
            raise ContextBundleError("Dest dir must not exist: %s" % self.named)
        if not self.context.success:
            raise ResolvedContextError("Cannot perform operation in a failed context")
        if not self.quiet:
            print_info("Bundling %s into %s...", self.context.load_path or "context", self.named)

        self._init_bundle()
        self._copy_variants()
        self._write_retargeted_context(list(self.copied))
        if self.patch_libs:
            self._patch_libs()
        self._finalize_bundle()

    def _info(self, msg: str, *nargs: Any) -> None:
        self.logs.append("INFO: %s" % (msg % nargs))

    def _verbose_info(self, msg: str, *nargs: Any) -> None:
        if self.verbose:
            print_info(msg, *nargs)

    def _warning(self, msg: str, *nargs: Any) -> None:
        print_warning(msg, *nargs)  # told even by a quiet run
        self.logs.append("WARNING: %s" % (msg % nargs))

    def _init_bundle(self) -> None:
        from pkgrs.base.yaml import save_yaml

        os.makedirs(self._repo_path)
        # What lies beside such a file is taken for a bundle, also while the context is being saved.
        with open(os.path.join(self.dest_dir, "bundle.yaml"), "w"):
            pass
        # The bundle may be used where the studio's servers can't be reached.
        save_yaml(os.path.join(self._repo_path, "settings.yaml"), disable_memcached=True)

    def _copy_variants(self) -> None:
        for variant in self.context.resolved_packages:
            if not self.skip_non_relocatable or variant.parent.is_relocatable:
                self.copied[variant.name] = self._copy_variant(variant)
            else:
                name = variant.parent.qualified_name
                self._warning("Skipped bundling of non-relocatable package %s", name)

    def _copy_variant(self, variant: Any) -> Any:
        indexes = None if variant.index is None else [variant.index]
        pairs = copy_package(
            package=variant.parent, variants=indexes, dest_repository=self._repo_path,
            keep_timestamp=True, force=self.force, verbose=self.verbose)["copied"]
        if len(pairs) != 1:
            raise ContextBundleError("The package could not be copied: %s" % variant.uri)
        source, target = pairs[0]
        self._info("Copied %s to %s", source.uri, target.uri)
        return target

    def _write_retargeted_context(self, relocated_package_names: List[str]) -> None:
        path = os.path.join(self.dest_dir, "context.rxt")
        self.context.retargeted(
            package_paths=[self._repo_path], package_names=relocated_package_names, skip_missing=True).save(path)
        self._verbose_info("Bundled context written to to %s", path)

    def _finalize_bundle(self) -> None:
        from pkgrs.base.yaml import save_yaml

        save_yaml(os.path.join(self.dest_dir, "bundle.yaml"), logs=self.logs)

    def _patch_libs(self) -> None:
        if platform_.name == "linux":
            self._patch_libs_linux()

    # -- libraries

    def _patch_libs_linux(self) -> None:
        """Make the search paths of libraries and programs that lead into packages lead to their copies."""
        paths = list(self._find_files(executable=True, filename_substrs=(".so",)))
        if not paths:
            self._info("No elfs found, thus no patching performed")
            return
        readelf = which("readelf")
        if not readelf:
            self._warning("Could not patch %d files: cannot find 'readelf' utility.", len(paths))
            return
        patchelf = which("patchelf")
        for path in paths:
            self._patch_library(path, patchelf)

    def _patch_library(self, path: str, patchelf: Optional[str]) -> None:
        from pkgrs.base.elf import get_rpaths, patch_rpaths

        try:
            rpaths = get_rpaths(path)
        except RuntimeError as error:
            if not any(text in str(error) for text in ("Not an ELF file", "Failed to read file header")):
                self._warning(str(error).replace("%", "%%"))
            return
        if not rpaths:
            return

        new_rpaths = [self._remapped(rpath, path) for rpath in rpaths]
        if new_rpaths == rpaths:
            self._info("Left rpaths unchanged in %s: [%s]", path, ":".join(rpaths))
        elif not patchelf:
            self._warning("Could not patch rpaths in %s from [%s] to [%s]: cannot find 'patchelf' utility.",
                          path, ":".join(rpaths), ":".join(new_rpaths))
        else:
            patch_rpaths(path, new_rpaths)
            self._info("Patched rpaths in file %s from [%s] to [%s]", path, ":".join(rpaths), ":".join(new_rpaths))

    def _remapped(self, rpath: str, path: str) -> str:
        """A search path as it is within the bundle, if it leads into a package that is in it."""
        if not os.path.isabs(rpath):
            return rpath
        for variant in self.context.resolved_packages:
            target = self.copied.get(variant.name)
            if target is not None and variant.root and is_subdirectory(rpath, variant.root):
                inside = os.path.join(target.root, os.path.relpath(rpath, variant.root))
                new_rpath = os.path.join("$ORIGIN", os.path.relpath(os.path.normpath(inside), os.path.dirname(path)))
                self._info("Remapped rpath %s in file %s to %s", rpath, path, new_rpath)
                return new_rpath
        return rpath

    def _find_files(self, executable: bool = False, filename_substrs: Any = None) -> Iterator[str]:
        """Files of the copied packages that may be executed, or have one of the texts in their names."""
        import stat

        for target in self.copied.values():
            if not target.root:
                continue
            self._verbose_info("Searching for elfs to patch in %s...", target.root)
            for folder, _, names in os.walk(target.root):
                for name in names:
                    path = os.path.join(folder, name)
                    if os.path.islink(path) or not os.path.isfile(path):
                        continue
                    is_executable = bool(os.stat(path).st_mode & (stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH))
                    if (executable and is_executable) or any(text in name for text in filename_substrs or ()):
                        yield path
