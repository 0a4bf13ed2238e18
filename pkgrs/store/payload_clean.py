"""Cleaning a cache of payloads."""
from __future__ import annotations

import os
import time

from pkgrs.base.files import safe_listdir
from pkgrs.base.remove import safe_remove
from pkgrs.config.config import config
from pkgrs.store.payload_entries import age, read_json, remove_empty_folders

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Iterator, Optional
    import logging


_DAY = 86400.0
# What a living process writes is younger than that.
_LEFT_BEHIND_SECONDS = 60.0


class Cleaner:
    """One cleaning of a cache.

    Args:
        cache: The cache.
        logger: Told what is removed.
        deadline: When to stop, in seconds since the epoch; None for never.
    """

    def __init__(self, cache: Any, logger: logging.Logger, deadline: Optional[float]) -> None:
        self.cache = cache
        self.logger = logger
        self.deadline = deadline

    def run(self) -> None:
        """Do it."""
        for step in (self._remove_variants, self._repair, self._delete_left_behind, self._delete_removed):
            for _ in step():
                if self.deadline is not None and time.time() > self.deadline:
                    return

    def _remove_variants(self) -> Iterator[None]:
        cache = self.cache
        seconds = config.package_cache_max_variant_days * _DAY
        for variant, root, status in cache.get_variants():
            word = None
            if status == cache.VARIANT_FOUND:
                unused = age(root + ".json")
                if seconds > 0 and unused is not None and unused > seconds:
                    word = "unused"
            elif status == cache.VARIANT_COPY_STALLED:
                word = "stalled"
            if word and cache.remove_variant(variant) == cache.VARIANT_REMOVED:
                self.logger.info("Removed %s variant %s from cache", word, variant.uri)
            yield

    def _repair(self) -> Iterator[None]:
        """Entries that no process can use, such as those whose process died before the first byte."""
        cache = self.cache
        for name in safe_listdir(cache.path):
            family = os.path.join(cache.path, name)
            for version in safe_listdir(family) if not name.startswith(".") else ():
                for digits in safe_listdir(os.path.join(family, version)):
                    folder = os.path.join(family, version, digits)
                    if cache._damage(folder):  # seen without the lock, others may be at work there
                        with cache._lock():
                            cache._repair(folder)
                            remove_empty_folders(folder)
                    yield

    def _delete_left_behind(self) -> Iterator[None]:
        cache = self.cache
        for path in cache._pending_files():
            if read_json(path) is None and (age(path) or 0) > _LEFT_BEHIND_SECONDS:
                self._delete(path)
            yield
        for name in safe_listdir(cache._sys_dir):
            path = os.path.join(cache._sys_dir, name)
            if name.startswith("incoming-") and (age(path) or 0) > _LEFT_BEHIND_SECONDS:
                self._delete(path)
            yield

    def _delete_removed(self) -> Iterator[None]:
        folder = self.cache._remove_dir
        for name in safe_listdir(folder):
            self._delete(os.path.join(folder, name))
            yield

    def _delete(self, path: str) -> None:
        try:
            safe_remove(path)
        except OSError as e:
            self.logger.warning("Could not delete %s: %s", path, e)
        else:
            self.logger.info("Deleted %s", path)
