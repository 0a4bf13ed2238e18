"""Copying the payloads that wait for it to a cache."""
from __future__ import annotations

import time

from pkgrs.base.remove import safe_remove
from pkgrs.config.config import config
from pkgrs.errors import RezError
from pkgrs.store.payload_entries import read_json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Tuple
    import logging


_MEGABYTE = 1024 * 1024


def copy_and_clean(cache: Any, logger: logging.Logger, wait_for_copying: bool) -> None:
    """Copy what is pending, then clean for a while.

    Args:
        cache: The cache.
        logger: Told what is done.
        wait_for_copying: Wait for other processes that copy the same.
    """
    state: Dict[str, Any] = {"logger": logger}
    work = "adding variants to"
    try:
        while cache._run_caching_step(state, wait_for_copying=wait_for_copying):
            pass
        work = "cleaning"
        seconds = config.package_cache_clean_limit
        if seconds > 0:
            cache.clean(time_limit=seconds)
    except Exception:
        logger.exception("An error occurred while %s the cache", work)
        raise


def copy_pending(cache: Any, state: Dict[str, Any], wait_for_copying: bool) -> bool:
    """Copy what is pending now; returns whether there may be more by now.

    Args:
        cache: The cache.
        state: Has the `logger`, and keeps what a later step is to know.
        wait_for_copying: Wait for other processes that copy the same.
    """
    logger = state["logger"]
    if cache.cache_near_full():
        logger.info("Cache storage has reached the configured threshold of %.2fMB, caching will now stop.",
                    config.package_cache_space_buffer / _MEGABYTE)
        return False

    unreadable = state.setdefault("unreadable", set())
    paths = [path for path in cache._pending_files() if path not in unreadable]
    for path in paths:
        handle = read_json(path)
        if handle is None:
            unreadable.add(path)  # being written, else `clean` deletes it
            continue
        try:
            _copy(cache, handle, logger, wait_for_copying)
        finally:
            safe_remove(path)
    return bool(paths)


def _copy(cache: Any, handle: Dict[str, Any], logger: logging.Logger, wait_for_copying: bool) -> None:
    variant = cache._variant_of(handle)
    if variant is None:
        logger.warning("Not cached - no such variant: %s", handle)
        return
    try:
        if not cache.variant_meets_space_requirements(getattr(variant, "root", None) or ""):
            logger.info("Variant %s is too big to be cached due to remaining cache space.", variant.uri)
            return
        logger.info("Started caching of variant %s...", variant.uri)
        started = time.time()
        root, status = cache.add_variant(variant, wait_for_copying=wait_for_copying, logger=logger)
    except RezError as e:  # not to be cached, or its definition is gone
        logger.warning("%s", e)
        return
    except Exception:
        logger.exception("Failed to add variant to the cache")
        return
    outcomes: Dict[int, Tuple[Any, ...]] = {
        cache.VARIANT_FOUND: ("Variant was already cached at %s", root),
        cache.VARIANT_COPYING: ("Variant is already being copied to %s", root),
        cache.VARIANT_COPY_STALLED: ("Variant is stalled copying to %s", root),
        cache.VARIANT_CREATED: ("Cached variant to %s in %g seconds", root, time.time() - started),
    }
    if status in outcomes:
        logger.info(*outcomes[status])
