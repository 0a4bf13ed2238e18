"""What a token looks like, compiled: for clients that know it by this name."""
import re

from pkgrs.version.token import token_pattern

re_token = re.compile(token_pattern.pattern)
