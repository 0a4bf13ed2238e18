"""For all tests: nothing of the caller's configuration, and the logger as a fresh process has it."""
import logging
import os

import pytest
from hypothesis import HealthCheck, settings

# How long an example takes says more of the machine than of the code.
settings.register_profile("steady", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("steady")

for name in [name for name in os.environ if name.startswith(("REZ_", "PKG_"))]:
    del os.environ[name]


@pytest.fixture(autouse=True)
def no_overrides():
    """Commands run in this process may override settings for the rest of it."""
    from pkgrs.config.config import config
    before = set(config.overrides)
    yield
    for setting in set(config.overrides) - before:
        config.remove_override(setting)


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
