"""`pkg index`: what the index of definitions holds, whether it is right, and removing it."""
import os

import pytest

from pkgrs.cli.main import run
from pkgrs.definition.index import SETTING
from pkgrs.definition.load import load_definition
from pkgrs.query import index as inspection


@pytest.fixture
def pkg_index(capsys, monkeypatch):
    """Run the command; returns exit code and what was printed, errors behind."""
    from pkgrs.cli import table
    monkeypatch.setitem(table.subcommands, "index", {})

    def call(*arguments):
        monkeypatch.setattr("sys.argv", ["pkg", "index", *arguments])
        with pytest.raises(SystemExit) as ended:
            run(program="pkg")
        out, err = capsys.readouterr()
        return ended.value.code, out + err

    return call


@pytest.fixture
def known(own_index, tmp_path):
    """Two families that the index holds something of; returns the paths of the definitions."""
    paths = []
    for family, version in (("bar", "1"), ("foo", "1"), ("foo", "2")):
        folder = tmp_path / "packages" / family / version
        folder.mkdir(parents=True)
        path = folder / "package.py"
        path.write_text("name = %r\nversion = %r\n" % (family, version))
        load_definition(str(path))
        paths.append(str(path))
    own_index.flush()
    own_index.forget_read()
    return paths


def test_numbers(pkg_index, known, own_index):
    os.utime(known[2], (1, 1))
    code, text = pkg_index()
    assert code == 0
    assert text.splitlines()[:3] == [
        "folder:       %s" % own_index.folder, "families:     2", "definitions:  3, 2 of them up to date"]


def test_list(pkg_index, known, tmp_path):
    code, text = pkg_index("--list")
    assert code == 0
    assert [line.rpartition(", ")[0] for line in text.splitlines()] == [
        "%s: 1 definitions, 1 of them up to date" % (tmp_path / "packages" / "bar"),
        "%s: 2 definitions, 2 of them up to date" % (tmp_path / "packages" / "foo")]
    assert pkg_index("-l", str(tmp_path / "packages" / "fo"))[1] == ""
    assert pkg_index("-l", str(tmp_path / "packages" / "foo"))[1].count("\n") == 1


def test_check(pkg_index, known, own_index):
    assert pkg_index("--check") == (0, "0 of 3 entries differ\n")
    own_index.add(known[1], os.stat(known[1]), {"name": "something else"})
    own_index.flush()
    own_index.forget_read()
    assert pkg_index("--check") == (1, "differs: %s\n1 of 3 entries differ\n" % known[1])


def test_check_finds_what_does_not_load(own_index, known):
    with open(known[0], "w") as file:
        file.write("syntax error")
    own_index.add(known[0], os.stat(known[0]), {"name": "bar"})
    own_index.flush()
    assert inspection.wrong_entries(own_index, inspection.groups(own_index)) == [known[0]]


def test_check_finds_wrong_listings(own_index, known, tmp_path):
    family = str(tmp_path / "packages" / "foo")
    own_index.add_listing(family, os.stat(family), (["2", "1"], [], [], []))
    assert inspection.wrong_entries(own_index, inspection.groups(own_index)) == []
    own_index.add_listing(family, os.stat(family), (["1"], [], [], []))
    own_index.flush()
    assert inspection.wrong_entries(own_index, inspection.groups(own_index)) == [family]


def test_clear(pkg_index, known, own_index, tmp_path):
    assert pkg_index("--clear", str(tmp_path / "packages" / "bar")) == (0, "removed 1 package families\n")
    assert [path for path, _ in own_index.groups()] == [str(tmp_path / "packages" / "foo")]
    assert own_index.entries(str(tmp_path / "packages" / "foo"))
    assert pkg_index("--clear") == (0, "removed 1 files\n")
    assert pkg_index()[1].splitlines()[1] == "families:     0"


def test_switched_off(pkg_index, monkeypatch):
    monkeypatch.setenv(SETTING, "off")
    assert pkg_index() == (1, "the index is switched off by %s=off\n" % SETTING)
