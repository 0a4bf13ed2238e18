"""Where the caching of payloads logs to."""
from __future__ import annotations

import logging
import os
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


__all__ = ["get_logger"]

_NAME = "rez-pkg-cache"
_FORMAT = "%(name)s %(asctime)s PID-%(process)d %(levelname)s %(message)s"


def get_logger(folder: str, days: int) -> logging.Logger:
    """Get the logger, which writes to stderr and to a file of the day, unless `REZ_LOGGING_CONF` says otherwise.

    Args:
        folder: Folder of the files.
        days: Files older than that are deleted.
    """
    logger = logging.getLogger(_NAME)
    conf = os.getenv("REZ_LOGGING_CONF")
    if conf:
        from logging import config as logging_config
        logging_config.fileConfig(conf, disable_existing_loggers=False)
        return logger

    path = os.path.join(os.path.abspath(folder), time.strftime("%Y-%m-%d.log"))
    if any(getattr(handler, "baseFilename", None) == path for handler in logger.handlers):
        return logger

    from pkgrs.terminal.colour import ColorizedStreamHandler
    for handler in list(logger.handlers):
        logger.removeHandler(handler)
        handler.close()
    logger.setLevel(logging.INFO)
    logger.propagate = False
    _add(logger, ColorizedStreamHandler())
    try:
        _add(logger, logging.FileHandler(path, encoding="utf-8"))
        _delete_old(folder, days)
    except OSError:
        logger.exception("Failed to delete old logfiles" if os.path.exists(path) else "Failed to open logfile")
    return logger


def _add(logger: logging.Logger, handler: Any) -> None:
    handler.setFormatter(logging.Formatter(_FORMAT))
    logger.addHandler(handler)


def _delete_old(folder: str, days: int) -> None:
    limit = time.time() - days * 86400
    for name in os.listdir(folder):
        path = os.path.join(folder, name)
        if os.stat(path).st_ctime < limit:
            os.remove(path)
