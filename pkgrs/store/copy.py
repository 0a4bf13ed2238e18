"""Copying packages from one repository to another."""
from __future__ import annotations

import os
import os.path
import time

from pkgrs.base.base26 import create_unique_base26_symlink
from pkgrs.base.files import make_path_writable, replacing_symlink
from pkgrs.base.log import print_info, print_warning
from pkgrs.base.trees import replacing_copy
from pkgrs.config.config import config
from pkgrs.tool_errors import PackageCopyError
from pkgrs.package.model import Variant
from pkgrs.repository.manager import package_repository_manager
from pkgrs.store.stage import staged_folder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List, Optional, Tuple, Union
    from pkgrs.package.model import Package
    from pkgrs.repository.base import PackageRepository
    from pkgrs.version.version import Version

    Copied = Dict[str, List[Tuple[Variant, Variant]]]


def copy_package(package: Package, dest_repository: Union[str, PackageRepository],
                 variants: Optional[List[int]] = None, shallow: bool = False, dest_name: Optional[str] = None,
                 dest_version: Union[None, str, Version] = None, overwrite: bool = False, force: bool = False,
                 follow_symlinks: bool = False, dry_run: bool = False, keep_timestamp: bool = False,
                 skip_payload: bool = False, overrides: Optional[Dict[str, Any]] = None,
                 verbose: bool = False) -> Copied:
    """Copy a package, or some of its variants.

    Args:
        package: What to copy.
        dest_repository: Where to: a repository, or its path.
        variants: Indexes of the variants to copy, negative ones counting from the end; all if None.
        shallow: Link to the payload's files and folders instead of copying them.
        dest_name: Another name for the copy.
        dest_version: Another version for it.
        overwrite: Replace variants that are there; they are skipped otherwise.
        force: Copy even a package that says it is not relocatable. Use with care.
        follow_symlinks: Copy what links point to, rather than the links.
        dry_run: Only find out what would be copied.
        keep_timestamp: Keep the package's time of release, rather than that of the copy.
        skip_payload: Copy definitions only.
        overrides: Changes to the definition.
        verbose: Tell what is done.

    Returns:
        Under `copied` and `skipped`, pairs of a variant and the one it became or clashed with (None for what a dry
        run would copy).

    Raises:
        PackageCopyError: The copy would not work, or would overwrite the original.
    """
    overrides = dict(overrides or {})
    if dest_name:
        overrides["name"] = dest_name
    if dest_version is not None:
        overrides["version"] = _as_version(dest_version)
    repository = package_repository_manager.get_repository(dest_repository) \
        if isinstance(dest_repository, str) else dest_repository

    _check(package, repository, overrides, force or skip_payload)
    to_copy, skipped = _sort_out(_choose(package, variants), repository, overrides, overwrite, verbose)
    result: Copied = {"copied": [], "skipped": skipped}
    if dry_run:
        result["copied"] = [(variant, None) for variant in to_copy]  # type: ignore[misc]
        return result
    if not to_copy:
        return result

    for variant in to_copy:
        if verbose:
            print_info("Copying source variant %s into repository %s...", variant.uri, repository)
        copy = _copy_variant(variant, repository, overrides, shallow=shallow, follow_symlinks=follow_symlinks,
                             keep_timestamp=keep_timestamp, skip_payload=skip_payload, verbose=verbose)
        if verbose:
            print_info("Copied source variant %s to target variant %s", variant.uri, copy.uri)
        result["copied"].append((variant, copy))
    _copy_package_include_modules(package, repository, overrides=overrides)
    return result


def _as_version(version: Union[str, Version]) -> Version:
    from pkgrs.version.version import Version as VersionClass
    return VersionClass(version) if isinstance(version, str) else version


def _check(package: Package, repository: PackageRepository, overrides: Dict[str, Any], forced: bool) -> None:
    if not forced and not package.is_relocatable:
        raise PackageCopyError("Cannot copy non-relocatable package: %s" % package.uri)
    same_name = overrides.get("name") in (None, package.name)
    same_version = overrides.get("version") in (None, package.version)
    if same_name and same_version and package.repository == repository:
        raise PackageCopyError("Cannot copy package over itself: %s." % package.uri)


def _choose(package: Package, indexes: Optional[List[int]]) -> List[Variant]:
    present = list(package.iter_variants())
    if indexes is None:
        return present
    count = package.num_variants
    if not count:
        return [variant for variant in present if variant.index in indexes]
    absent = sorted({index for index in indexes if not -count <= index < count})
    if absent:
        raise PackageCopyError("The package does not contain the variants: %s" % ", ".join(map(str, absent)))
    chosen = {index % count for index in indexes}
    return [variant for variant in present if variant.index in chosen]


def _sort_out(variants: List[Variant], repository: PackageRepository, overrides: Dict[str, Any], overwrite: bool,
              verbose: bool) -> Tuple[List[Variant], List[Tuple[Variant, Variant]]]:
    """The variants to copy, and those that are there already, each with the one that is."""
    to_copy, skipped = [], []
    for variant in variants:
        existing = repository.install_variant(variant.resource, overrides=overrides, dry_run=True)
        if existing is None:
            to_copy.append(variant)
            continue
        clash = Variant(existing)
        if overwrite:
            if verbose:
                print_info("Source variant %s will overwrite %s", variant.uri, clash.uri)
            to_copy.append(variant)
        else:
            if verbose:
                print_info("Skipping source variant %s - already exists in destination package at %s",
                           variant.uri, clash.uri)
            skipped.append((variant, clash))
    return to_copy, skipped


def _copy_variant(variant: Variant, repository: PackageRepository, overrides: Dict[str, Any], shallow: bool,
                  follow_symlinks: bool, keep_timestamp: bool, skip_payload: bool, verbose: bool) -> Variant:
    if not skip_payload:
        _copy_variant_payload(variant, repository, shallow=shallow, follow_symlinks=follow_symlinks,
                              overrides=overrides, verbose=verbose)
    written = dict(overrides)
    if keep_timestamp:
        if variant.parent.timestamp:
            written["timestamp"] = variant.parent.timestamp
    elif "timestamp" not in written:
        written["timestamp"] = int(time.time())
    # The definition last: until it is there, the copy does not exist.
    return Variant(repository.install_variant(variant.resource, overrides=written))


def _copy_variant_payload(src_variant: Variant, dest_pkg_repo: PackageRepository, shallow: bool = False,
                          follow_symlinks: bool = False, overrides: Optional[Dict[str, Any]] = None,
                          verbose: bool = False) -> None:
    """Copy the files of a variant to where the repository keeps them.

    Raises:
        PackageCopyError: It has no files, or they are missing.
    """
    overrides = overrides or {}
    root = getattr(src_variant, "root", None)
    if not root:
        raise PackageCopyError("Cannot copy source variant %s - it is a type of variant that does not have a root."
                               % src_variant.uri)
    if not os.path.isdir(root):
        raise PackageCopyError("Cannot copy source variant %s - its root does not appear to be present on disk (%s)."
                               % (src_variant.uri, root))

    package_path = dest_pkg_repo.get_package_payload_path(
        package_name=overrides.get("name") or src_variant.name,
        package_version=overrides.get("version") or src_variant.version)
    subpath = src_variant._non_shortlinked_subpath
    place = os.path.join(package_path, subpath) if subpath else package_path
    dest_pkg_repo.pre_variant_install(src_variant.resource)
    if config.make_package_temporarily_writable and os.path.exists(package_path):
        with make_path_writable(package_path):
            _copy_files(src_variant, root, place, shallow, follow_symlinks, verbose)
    else:
        _copy_files(src_variant, root, place, shallow, follow_symlinks, verbose)
    _add_shortlink(src_variant, package_path, place)


def _copy_files(variant: Variant, root: str, place: str, shallow: bool, follow_symlinks: bool,
                verbose: bool) -> None:
    names = _names_to_copy(variant, root, verbose)

    with staged_folder(place, names) as folder:
        for name in names:
            source, target = os.path.join(root, name), os.path.join(folder, name)
            if os.path.islink(source) and not follow_symlinks:
                replacing_symlink(os.readlink(source), target)
            elif shallow:
                replacing_symlink(source, target)
            else:
                replacing_copy(source, target, follow_symlinks=follow_symlinks)


def _names_to_copy(variant: Variant, root: str, verbose: bool) -> List[str]:
    """What of the variant's folder is its payload."""
    left_out = set(_get_overlapped_variant_dirs(variant))
    definition = None if variant.subpath else _definition_name(variant)
    names = []
    for name in os.listdir(root):
        source = os.path.join(root, name)
        if source in left_out:
            if verbose:
                print_info("Did not copy %s - this is part of an overlapping variant's root path.", source)
        elif name != definition and name != ".rez" and not (definition and name.startswith(".building")):
            names.append(name)
    return names


def _definition_name(variant: Variant) -> Optional[str]:
    path = getattr(variant.parent.resource, "filepath", None)
    return os.path.basename(path) if path else None


def _add_shortlink(variant: Variant, package_path: str, place: str) -> None:
    if not variant.subpath or not variant.parent.hashed_variants or not config.use_variant_shortlinks:
        return
    links = os.path.join(package_path, config.variant_shortlinks_dirname or "")
    try:
        os.makedirs(links, exist_ok=True)
        create_unique_base26_symlink(links, place)
    except OSError as error:  # a link is a convenience; the variant works without it
        print_warning("Error creating variant shortlink for %s: %s: %s", place, type(error).__name__, error)


def _get_overlapped_variant_dirs(src_variant: Variant) -> List[str]:
    """The entries of the variant's folder that lead to the folders of other variants."""
    root = src_variant.root
    package = src_variant.parent
    found = set()
    for other in package.iter_variants():
        if other.index == src_variant.index or other.root == root:
            continue
        if other.root.startswith(root + os.path.sep):
            first = os.path.relpath(other.root, root).split(os.path.sep)[0]
            found.add(os.path.join(root, first))
    return sorted(found)


def _copy_package_include_modules(src_package: Package, dest_pkg_repo: PackageRepository,
                                  overrides: Optional[Dict[str, Any]] = None) -> None:
    """Copy the modules that the definition includes."""
    from pkgrs.definition.include import IncludeModuleManager
    subpath = IncludeModuleManager.include_modules_subpath
    source = os.path.join(src_package.base, subpath) if getattr(src_package, "base", None) else None
    if not source or not os.path.exists(source):
        return
    overrides = overrides or {}
    package_path = dest_pkg_repo.get_package_payload_path(
        package_name=overrides.get("name") or src_package.name,
        package_version=overrides.get("version") or src_package.version)
    target = os.path.join(package_path, subpath)
    os.makedirs(os.path.dirname(target), exist_ok=True)
    replacing_copy(source, target)
