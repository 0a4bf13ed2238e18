"""Builds the distribution with setuptools, and lets it answer for `rez` as well.

A requirement such as `rez>=3` and `importlib.metadata.version("rez")` look for the
metadata of a distribution named rez. A wheel may hold metadata of one distribution
only, but any files below `<name>.data/purelib`; so Rez's goes there, and is
installed, recorded and uninstalled with the rest.
"""
import base64
import hashlib
import os
import zipfile

from setuptools import build_meta as _setuptools
from setuptools.build_meta import (  # noqa: F401
    build_sdist,
    get_requires_for_build_editable,
    get_requires_for_build_sdist,
    get_requires_for_build_wheel,
    prepare_metadata_for_build_editable,
    prepare_metadata_for_build_wheel,
)

REZ_VERSION = "3.4.0"
REZ_FILES = {
    "METADATA": (
        "Metadata-Version: 2.1\nName: rez\nVersion: %s\n"
        "Summary: Provided by pkgrs, a drop-in replacement\n"
        "License: Apache-2.0\nRequires-Python: >=3.8\n" % REZ_VERSION
    ),
    "INSTALLER": "pkgrs\n",
}


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    name = _setuptools.build_wheel(wheel_directory, config_settings, metadata_directory)
    return _with_rez_metadata(wheel_directory, name)


def build_editable(wheel_directory, config_settings=None, metadata_directory=None):
    name = _setuptools.build_editable(wheel_directory, config_settings, metadata_directory)
    return _with_rez_metadata(wheel_directory, name)


def _with_rez_metadata(folder, name):
    path = os.path.join(folder, name)
    distribution = "-".join(name.split("-")[:2])
    prefix = "%s.data/purelib/rez-%s.dist-info/" % (distribution, REZ_VERSION)
    record_name = "%s.dist-info/RECORD" % distribution
    added = {prefix + file: text.encode() for file, text in REZ_FILES.items()}
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(path + ".tmp", "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            if item.filename != record_name:
                new.writestr(item, old.read(item))
        record = old.read(record_name).decode()
        scripts = old.read("%s.dist-info/entry_points.txt" % distribution).decode()
        added[prefix + "entry_points.txt"] = _rez_entry_points(scripts).encode()
        for file, data in added.items():
            new.writestr(file, data)
            record += "%s,sha256=%s,%d\n" % (file, _digest(data), len(data))
        new.writestr(record_name, record)
    os.replace(path + ".tmp", path)
    return name


def _rez_entry_points(text):
    """What programs that make Rez's scripts themselves look for: those of Rez, under Rez's import path."""
    lines = [line.replace("= pkgrs.cli.entry:", "= rez.cli._entry_points:") for line in text.splitlines()
             if "= pkgrs.cli.entry:run_rez" in line]
    return "\n".join(["[console_scripts]"] + lines) + "\n"


def _digest(data):
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
