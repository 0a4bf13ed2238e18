"""The index of definitions in use by processes: changes are seen at once, and nothing that goes wrong shows."""
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

RESOLVE = """
import json, sys
from pkgrs.cache import user_files
from pkgrs.definition import index
user_files._SETTLED_SECONDS = -1
{prepare}
from pkgrs.context.context import ResolvedContext
context = ResolvedContext(["foo"], package_paths=[sys.argv[1]], add_implicit_packages=False)
print(json.dumps([variant.qualified_package_name for variant in context.resolved_packages]))
"""
SMALL_FILES = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (64, 64))"


@pytest.fixture
def repository(tmp_path):
    """Write a package: `repository(name, version, requires)`; its folder is `repository.path`."""
    def write(name, version, requires=()):
        folder = tmp_path / "packages" / name / version
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "package.py").write_text(
            "name = %r\nversion = %r\nrequires = %r\n" % (name, version, list(requires)))

    write.path = tmp_path / "packages"
    write("bar", "1")
    write("foo", "1", ["bar"])
    return write


@pytest.fixture
def start(tmp_path, repository):
    """Start a process that resolves `foo`."""
    def begin(prepare="", folder=tmp_path / "index"):
        environ = dict(os.environ, PKG_DEFINITION_INDEX=str(folder), PYTHONPATH=str(ROOT), HOME=str(tmp_path))
        return subprocess.Popen([sys.executable, "-c", RESOLVE.format(prepare=prepare), str(repository.path)],
                                env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, universal_newlines=True)

    return begin


def resolved(process):
    out, err = process.communicate()
    assert (process.returncode, err) == (0, "")
    return json.loads(out)


def test_added_changed_and_removed_definitions_are_seen(repository, start, tmp_path):
    assert resolved(start()) == ["bar-1", "foo-1"]
    assert list((tmp_path / "index").rglob("*.idx"))
    repository("foo", "2", ["bar"])
    assert resolved(start()) == ["bar-1", "foo-2"]
    repository("foo", "2")
    assert resolved(start()) == ["foo-2"]
    (repository.path / "foo" / "2" / "package.py").unlink()
    (repository.path / "foo" / "2").rmdir()
    assert resolved(start()) == ["bar-1", "foo-1"]


def test_many_processes_at_once(repository, start, tmp_path):
    for version in range(2, 9):
        repository("foo", str(version), ["bar"])
    processes = [start() for _ in range(6)]
    assert [resolved(process) for process in processes] == [["bar-1", "foo-8"]] * 6
    assert not list((tmp_path / "index").rglob("*.tmp"))
    assert resolved(start("index.DefinitionIndex.add = None")) == ["bar-1", "foo-8"]  # all of it was written


def test_no_room_on_the_disk(start, tmp_path):
    # The limit of the size of files cuts a write short, as a full disk does.
    assert resolved(start(SMALL_FILES)) == ["bar-1", "foo-1"]
    assert not [path for path in (tmp_path / "index").rglob("*") if path.is_file()]


def test_nowhere_to_write(start, tmp_path):
    (tmp_path / "file").write_text("")
    assert resolved(start(folder=tmp_path / "file" / "index")) == ["bar-1", "foo-1"]


@pytest.mark.parametrize("content", [b"", b"foreign", b"\0" * 4096])
def test_damaged_index(start, tmp_path, content):
    resolved(start())
    for path in (tmp_path / "index").rglob("*.idx"):
        path.write_bytes(content)
    assert resolved(start()) == ["bar-1", "foo-1"]
    assert resolved(start("index.DefinitionIndex.add = None")) == ["bar-1", "foo-1"]  # it was mended
