"""The expressions of `text`, compiled: for clients that know them by these names."""
from __future__ import annotations

import re

from pkgrs.base.text import ENV_VAR_REGSTR, EXPANDUSER_REGSTR, FORMAT_VAR_REGSTR, PACKAGE_NAME_REGSTR

__all__ = ["PACKAGE_NAME_REGEX", "ENV_VAR_REGEX", "FORMAT_VAR_REGEX", "EXPANDUSER_RE"]

PACKAGE_NAME_REGEX = re.compile(r"^%s\Z" % PACKAGE_NAME_REGSTR)
ENV_VAR_REGEX = re.compile(ENV_VAR_REGSTR)
FORMAT_VAR_REGEX = re.compile(FORMAT_VAR_REGSTR)
EXPANDUSER_RE = re.compile(EXPANDUSER_REGSTR)
