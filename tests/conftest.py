"""For all tests: nothing of the caller's configuration, and the logger as a fresh process has it."""
import logging
import os

import pytest

for name in [name for name in os.environ if name.startswith(("REZ_", "PKG_"))]:
    del os.environ[name]


@pytest.fixture(autouse=True)
def fresh_logger():
    """What starts logging for the command line would keep records from later tests."""
    logger = logging.getLogger("rez")
    handlers = list(logger.handlers)
    logger.handlers[:] = []
    logger.propagate = True
    yield
    logger.handlers[:] = handlers
    logger.propagate = True
