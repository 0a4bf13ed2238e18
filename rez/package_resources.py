"""Rez's `rez.package_resources`."""
from pkgrs.definition.schema import *
from pkgrs.repository.resource import *
from rez._surface import surface

surface(__name__, "pkgrs.repository.resource", "pkgrs.definition.schema", lazy={
    "dedent": "textwrap:dedent",
    "Iterable": "typing:Iterable",
    "Optional": "rez.vendor.schema.schema:Optional",
    "Requirement": "pkgrs.version.requirement:Requirement",
    "abstractmethod": "abc:abstractmethod",
    "find_matching_symlink": "pkgrs.base.files:find_matching_symlink",
    "package_rex_keys": "pkgrs.definition.source:package_rex_keys",
    "sha1": "hashlib:sha1",
})
