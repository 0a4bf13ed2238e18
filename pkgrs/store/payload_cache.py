"""Copies of payloads on a local disk, which spare the shared storage."""
from __future__ import annotations

import os
import sys
import threading
import time
from contextlib import contextmanager
from uuid import uuid4

from pkgrs.base.base26 import get_next_base26
from pkgrs.base.files import safe_listdir
from pkgrs.base.log import print_warning
from pkgrs.base.remove import forceful_rmtree, safe_remove
from pkgrs.base.replace import rename
from pkgrs.config.config import config
from pkgrs.tool_errors import PackageCacheError
from pkgrs.package.find import get_variant
from pkgrs.platform.system import system
from pkgrs.repository.locks import file_lock
from pkgrs.store.payload_copy import copy_payload, payload_size
from pkgrs.store.payload_entries import (
    Entry, age, entries, find_entry, kept_alive, read_json, remove_empty_folders, touch, write_json,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Iterable, Iterator, List, Optional, Tuple
    import logging
    import subprocess

    from pkgrs.package.model import Variant


# Locks are held for moments: one that is older than this was left by a process that died.
_STALE_LOCK_SECONDS = 60.0


class PackageCache:
    """A cache of payloads.

    It holds no definitions, so it is no package repository. A context that finds a variant's payload here uses it in
    place of the original.

    Args:
        path: Folder of the cache.

    Raises:
        PackageCacheError: There is no such folder.
    """

    VARIANT_NOT_FOUND = 0  #: It isn't in the cache.
    VARIANT_FOUND = 1  #: It is in the cache.
    VARIANT_CREATED = 2  #: It was put into the cache.
    VARIANT_COPYING = 3  #: It is being copied.
    VARIANT_COPY_STALLED = 4  #: The one who copied it has stopped.
    VARIANT_PENDING = 5  #: It waits to be copied.
    VARIANT_REMOVED = 6  #: It was taken out of the cache.
    VARIANT_SKIPPED = 7  #: There is no space for it.

    STATUS_DESCRIPTIONS = {
        VARIANT_NOT_FOUND: "was not found",
        VARIANT_FOUND: "was found",
        VARIANT_CREATED: "was created",
        VARIANT_COPYING: "payload is still being copied to this cache",
        VARIANT_COPY_STALLED: "payload copy has stalled.\nSee https://rez.readthedocs.io/en/stable/caching.html"
                              "#cleaning-the-cache for more information.",
        VARIANT_PENDING: "is pending caching",
        VARIANT_REMOVED: "was deleted",
        VARIANT_SKIPPED: "is not being cached due to cache size limit",
    }

    _FILELOCK_TIMEOUT = 10
    _COPYING_TIME_INC = 0.2
    _COPYING_TIME_MAX = 5.0

    def __init__(self, path: str) -> None:
        if not os.path.isdir(path):
            raise PackageCacheError("Not a directory: %s" % path)
        self.path = path
        for folder in (self._log_dir, self._pending_dir, self._remove_dir):
            try:
                os.makedirs(folder, exist_ok=True)
            except PermissionError:
                break  # a cache that others fill can still be read

    # -- finding

    def get_cached_root(self, variant: Variant) -> Optional[str]:
        """Get the path of a variant's payload in the cache, or None. Counts as its use."""
        status, root = self._get_cached_root(variant)
        if status != self.VARIANT_FOUND:
            return None
        touch(root + ".json")
        return root

    def get_variants(self) -> List[Tuple[Variant, str, int]]:
        """Get what is in the cache, or about to be: each variant, the path of its payload ('' if it has none yet), and
        one of `VARIANT_FOUND`, `VARIANT_COPYING`, `VARIANT_COPY_STALLED` and `VARIANT_PENDING`.
        """
        found = []
        for entry in self._iter_entries():
            variant = self._variant_of(entry.data["handle"]) if entry.data else None
            if variant is not None:
                status = self._entry_status(entry)
                if status != self.VARIANT_NOT_FOUND:
                    found.append((variant, entry.root, status))
        for path in self._pending_files():
            handle = read_json(path)
            variant = self._variant_of(handle) if handle else None
            if variant is not None:
                found.append((variant, "", self.VARIANT_PENDING))
        return found

    def _iter_entries(self) -> Iterator[Entry]:
        for name in safe_listdir(self.path):
            if name.startswith("."):
                continue
            family = os.path.join(self.path, name)
            for version in safe_listdir(family):
                for digits in safe_listdir(os.path.join(family, version)):
                    yield from entries(os.path.join(family, version, digits))

    def _pending_files(self) -> List[str]:
        return [os.path.join(self._pending_dir, name) for name in safe_listdir(self._pending_dir)
                if name.endswith(".json")]

    def _get_cached_root(self, variant: Variant) -> Tuple[int, str]:
        entry = find_entry(self._get_hash_path(variant), variant.handle.to_dict())
        status = self._entry_status(entry) if entry else self.VARIANT_NOT_FOUND
        return status, entry.root if entry and status != self.VARIANT_NOT_FOUND else ""

    def _entry_status(self, entry: Entry) -> int:
        seconds = age(entry.mark)
        if seconds is not None:
            return self.VARIANT_COPYING if seconds <= self._COPYING_TIME_MAX else self.VARIANT_COPY_STALLED
        return self.VARIANT_FOUND if os.path.isdir(entry.root) else self.VARIANT_NOT_FOUND

    # -- space

    def get_variant_size(self, free: float, variant_root: str) -> int:
        """Get the bytes of a payload, or some number that is too many already.

        Args:
            free: Free bytes of the cache's disk.
            variant_root: The payload's folder.
        """
        return payload_size(variant_root, free - config.package_cache_space_buffer)

    def cache_near_full(self) -> bool:
        """True if less than `config.package_cache_space_buffer` is free."""
        import shutil
        return shutil.disk_usage(self.path)[2] < config.package_cache_space_buffer

    def variant_meets_space_requirements(self, rez_variant_root: str) -> bool:
        """True if there is space for a payload.

        That isn't looked into until `config.package_cache_used_threshold` percent of the disk are in use.
        """
        import shutil
        if not rez_variant_root or not os.path.isdir(rez_variant_root):
            return True
        total, used, free = shutil.disk_usage(self.path)
        if not total or used * 100.0 / total <= config.package_cache_used_threshold:
            return True
        return free - self.get_variant_size(free, rez_variant_root) > config.package_cache_space_buffer

    # -- adding

    def add_variant(self, variant: Variant, force: bool = False, wait_for_copying: bool = False,
                    logger: Optional[logging.Logger] = None) -> Tuple[str, int]:
        """Copy a variant's payload into the cache.

        Args:
            variant: The variant.
            force: Copy it even if it, or the configuration, says not to. Use with care.
            wait_for_copying: If another process is copying it, wait for that process.
            logger: Told of a payload that isn't copied because it is there.

        Returns:
            Path of the payload, and one of `VARIANT_FOUND`, `VARIANT_CREATED`, `VARIANT_COPYING`,
            `VARIANT_COPY_STALLED` and `VARIANT_SKIPPED`.

        Raises:
            PackageCacheError: It has no payload, may not be cached, or could not be copied.
        """
        root = self._check_cachable(variant, force)
        status, cached_root = self._get_cached_root(variant)
        if status != self.VARIANT_NOT_FOUND:
            if logger:
                logger.warning("Not caching %s. Variant %s", variant.qualified_name, self.STATUS_DESCRIPTIONS[status])
            return self._wait(variant, status, cached_root) if wait_for_copying else (cached_root, status)
        if self.cache_near_full() or not self.variant_meets_space_requirements(root):
            return "", self.VARIANT_SKIPPED

        token = uuid4().hex
        with self._lock():
            status, cached_root = self._get_cached_root(variant)
            entry = self._begin(variant, token) if status == self.VARIANT_NOT_FOUND else None
        if entry is None:
            return self._wait(variant, status, cached_root) if wait_for_copying else (cached_root, status)
        return self._fill(entry, root, token)

    def _check_cachable(self, variant: Variant, force: bool) -> str:
        """Get the path of the payload.

        Raises:
            PackageCacheError: It may not be cached.
        """
        root = getattr(variant, "root", None)
        if not root:
            raise PackageCacheError("Not cached - variant is a type that does not have a root: %s" % variant.uri)
        if not os.path.isdir(root):
            raise PackageCacheError("Not cached - variant %s root does not appear on disk: %s" % (variant.uri, root))
        if force:
            return root
        package = variant.parent
        if not package.is_cachable:
            raise PackageCacheError("Not cached - package is not cachable: %s" % package.uri)
        if not config.package_cache_local and package.is_local:
            raise PackageCacheError("Not cached - package is local: %s" % package.uri)
        if not config.package_cache_same_device and os.stat(self.path).st_dev == os.stat(root).st_dev:
            raise PackageCacheError("Not cached - variant %s is on same device as cache: %s" % (variant.uri, root))
        repository = package.repository
        if repository.name() == "filesystem" and repository.location.startswith(config.tmpdir + os.sep):
            raise PackageCacheError("Not cached - package is in temp repository %s" % repository)
        return root

    def _wait(self, variant: Variant, status: int, root: str) -> Tuple[str, int]:
        from pkgrs.store.payload_wait import spinner
        if status != self.VARIANT_COPYING:
            return root, status
        with spinner("Waiting for %s to finish copying. " % variant.qualified_name) as turn:
            while status == self.VARIANT_COPYING:
                time.sleep(self._COPYING_TIME_INC)
                turn()
                status, root = self._get_cached_root(variant)
        return root, status

    def _begin(self, variant: Variant, token: str) -> Entry:
        """Reserve an entry, which is marked as being copied. The lock must be held."""
        folder = self._get_hash_path(variant)
        os.makedirs(folder, exist_ok=True)
        self._repair(folder)
        names = [entry.name for entry in entries(folder)]
        name = get_next_base26(max(names, key=lambda n: (len(n), n)) if names else None)
        data: Dict[str, Any] = {"handle": variant.handle.to_dict()}
        if variant.index is not None:
            data["data"] = _requires_as_written(variant)
        entry = Entry(folder, name, data)
        with open(entry.mark, "w", encoding="utf-8") as stream:
            stream.write(token)
        write_json(entry.file, data)
        return entry

    def _damage(self, folder: str) -> List[Entry]:
        """Get what no process can use or is about to: unreadable files, entries without payload, payloads of nobody."""
        known = entries(folder)
        damaged = [entry for entry in known
                   if age(entry.mark) is None and (entry.data is None or not os.path.isdir(entry.root))]
        named = {entry.name for entry in known}
        for name in safe_listdir(folder):
            owner = name[len(".copying-"):] if name.startswith(".copying-") else name
            if not name.endswith(".json") and owner not in named:
                damaged.append(Entry(folder, owner, None))
        return damaged

    def _repair(self, folder: str) -> None:
        """Discard what is damaged. The lock must be held."""
        for entry in self._damage(folder):
            self._discard(entry, "damaged")

    def _fill(self, entry: Entry, root: str, token: str) -> Tuple[str, int]:
        """Copy a payload to its reserved entry."""
        incoming = os.path.join(self._sys_dir, "incoming-" + token)
        try:
            with kept_alive(self._COPYING_TIME_INC, entry.mark, incoming):
                copy_payload(root, incoming)
            with self._lock():
                if self._is_mine(entry, token):
                    rename(incoming, entry.root)
                    os.remove(entry.mark)
                    return entry.root, self.VARIANT_CREATED
        except OSError as e:
            raise PackageCacheError("Failed to cache %s: %s: %s" % (root, type(e).__name__, e)) from e
        finally:
            self._give_up(entry, token, incoming)
        # Taken for dead, so the entry was removed; maybe there is another by now.
        found = find_entry(entry.folder, (entry.data or {})["handle"])
        return (found.root, self._entry_status(found)) if found else ("", self.VARIANT_COPY_STALLED)

    def _is_mine(self, entry: Entry, token: str) -> bool:
        try:
            with open(entry.mark, encoding="utf-8") as stream:
                return stream.read() == token
        except OSError:
            return False

    def _give_up(self, entry: Entry, token: str, incoming: str) -> None:
        """Remove what is left of an attempt to copy a payload; nothing, if that went well."""
        if os.path.isdir(incoming):
            forceful_rmtree(incoming)
        if self._is_mine(entry, token):
            with self._lock():
                if self._is_mine(entry, token):
                    self._discard(entry, "failed")
                    remove_empty_folders(entry.folder)

    def add_variants_async(self, variants: Iterable[Variant]) -> None:
        """Have variants put into the cache by another process. Deprecated: use `add_variants`."""
        self.add_variants(variants, package_cache_async=True)

    def add_variants(self, variants: Iterable[Variant], package_cache_async: bool = True) -> None:
        """Put those variants into the cache that aren't there and may be.

        Args:
            variants: The variants.
            package_cache_async: Have another process do it, rather than wait.

        Raises:
            PackageCacheError: This isn't a production install.
        """
        if not system.is_production_rez_install:
            raise PackageCacheError("PackageCache.add_variants is only supported in a production rez installation.")

        for variant in variants:
            if variant.parent.is_cachable and self._get_cached_root(variant)[0] == self.VARIANT_NOT_FOUND:
                name = "%s-%s.json" % (variant.qualified_package_name, uuid4().hex)
                write_json(os.path.join(self._pending_dir, name), variant.handle.to_dict())
        if package_cache_async:
            self._subprocess_package_caching_daemon(self.path)
        else:
            self._run_caching_operation(wait_for_copying=True)

    # -- removing

    def remove_variant(self, variant: Variant) -> int:
        """Take a variant out of the cache, even if contexts use it. Space becomes free when the cache is cleaned.

        Returns:
            One of `VARIANT_REMOVED`, `VARIANT_NOT_FOUND`, `VARIANT_COPYING`.
        """
        with self._lock():
            entry = find_entry(self._get_hash_path(variant), variant.handle.to_dict())
            if entry is None:
                return self.VARIANT_NOT_FOUND
            status = self._entry_status(entry)
            if status == self.VARIANT_COPYING:
                return status
            self._discard(entry, variant.qualified_package_name)
            remove_empty_folders(entry.folder)
        return self.VARIANT_NOT_FOUND if status == self.VARIANT_NOT_FOUND else self.VARIANT_REMOVED

    def _discard(self, entry: Entry, label: str) -> None:
        """Put a payload aside to be deleted, and forget about it."""
        if os.path.lexists(entry.root):
            rename(entry.root, os.path.join(self._remove_dir, "%s-%s" % (label, uuid4().hex)))
        # The mark last: until then nobody takes the entry for whole.
        safe_remove(entry.file)
        safe_remove(entry.mark)

    def clean(self, time_limit: Optional[float] = None) -> None:
        """Delete payloads that weren't used for `config.package_cache_max_variant_days` days, whose copying has
        stalled, or that were removed, and what other processes left unfinished.

        Args:
            time_limit: Stop after so many seconds.
        """
        from pkgrs.store.payload_clean import Cleaner
        deadline = None if time_limit is None else time.time() + time_limit
        Cleaner(self, self._init_logging(), deadline).run()

    # -- at work in the background

    @staticmethod
    def _subprocess_package_caching_daemon(path: str) -> Optional[subprocess.Popen]:
        """Start a process that copies what is pending; None, with a warning, if that isn't possible."""
        import subprocess

        from pkgrs.base.which import which_any
        program = which_any("rez-pkg-cache", path=system.rez_bin_path)
        if not program:
            print_warning("Did not find rez-pkg-cache executable")
            return None
        command = [program, "--daemon", path]
        options: Dict[str, Any] = {"start_new_session": True}
        if sys.platform == "win32":
            options = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
        try:
            return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                    stderr=subprocess.DEVNULL, **options)
        except OSError as e:
            print_warning("Failed to start package caching daemon (command: %s): %s", " ".join(command), e)
            return None

    def run_daemon(self) -> None:
        """Copy what is pending, in a process that goes on by itself. The calling process ends, where it can."""
        if hasattr(os, "fork"):
            if os.fork() > 0:
                os._exit(0)
        self._run_caching_operation(wait_for_copying=False)

    def _run_caching_operation(self, wait_for_copying: bool = True) -> None:
        """Copy what is pending, then clean for a while.

        Args:
            wait_for_copying: Wait for other processes that copy the same.
        """
        from pkgrs.store.payload_pending import copy_and_clean
        copy_and_clean(self, self._init_logging(), wait_for_copying)

    def _run_caching_step(self, state: Dict[str, Any], wait_for_copying: bool = False) -> bool:
        """Copy what is pending now.

        Args:
            state: Has the `logger`, and keeps what a later step is to know.
            wait_for_copying: Wait for other processes that copy the same.

        Returns:
            Whether there may be more by now.
        """
        from pkgrs.store.payload_pending import copy_pending
        return copy_pending(self, state, wait_for_copying)

    # -- shared

    @contextmanager
    def _lock(self) -> Iterator[None]:
        """Context in which no other process changes the cache."""
        path = os.path.join(self._sys_dir, ".lock")
        lock_age = age(path + ".lock")
        if lock_age is not None and lock_age > _STALE_LOCK_SECONDS:
            safe_remove(path + ".lock")
        with _threads, file_lock(path, kind="link" if hasattr(os, "link") else "default",
                                 timeout=self._FILELOCK_TIMEOUT):
            yield

    def _init_logging(self) -> logging.Logger:
        from pkgrs.store.payload_log import get_logger
        return get_logger(self._log_dir, config.package_cache_log_days)

    @staticmethod
    def _variant_of(handle: Dict[str, Any]) -> Optional[Variant]:
        """Get the variant of a handle's dictionary, or None if its repository can't say."""
        try:
            return get_variant(handle)
        except Exception:  # whatever a repository plugin says to a handle that isn't one of its own
            return None

    @property
    def _sys_dir(self) -> str:
        return os.path.join(self.path, ".sys")

    @property
    def _log_dir(self) -> str:
        return os.path.join(self._sys_dir, "log")

    @property
    def _pending_dir(self) -> str:
        return os.path.join(self._sys_dir, "pending")

    @property
    def _remove_dir(self) -> str:
        return os.path.join(self._sys_dir, "to_delete")

    def _get_hash_path(self, variant: Variant) -> str:
        """Get the folder of a variant's entry, which it shares with few others."""
        from hashlib import sha1
        digits = sha1(str(variant.handle._hashable_repr()).encode("utf-8")).hexdigest()[:4]
        return os.path.join(self.path, variant.name, str(variant.version) or "_NO_VERSION", digits)


_threads = threading.Lock()


def _requires_as_written(variant: Variant) -> List[str]:
    written = (variant.parent.data or {}).get("variants")
    if isinstance(written, list):
        return [str(request) for request in written[variant.index]]
    return [str(request) for request in variant.variant_requires]
