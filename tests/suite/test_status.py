"""What names mean in an environment."""
import os

import pytest

from pkgrs.suite.status import Status


@pytest.fixture
def environment(saved, resolve, tmp_path, monkeypatch):
    """Enters the environment of a context, with the suite on PATH."""
    monkeypatch.setenv("PATH", os.path.join(saved.load_path, "bin") + os.pathsep + os.environ["PATH"])
    monkeypatch.delenv("REZ_RXT_FILE", raising=False)

    def enter(*requests):
        if requests:
            path = str(tmp_path / "current.rxt")
            resolve(*requests).save(path)
            monkeypatch.setenv("REZ_RXT_FILE", path)
        return Status()

    return enter


def test_summary(environment, saved, capsys, tmp_path):
    assert environment().print_info()
    assert capsys.readouterr().out == (
        "Using Rez v3.4.0\n\nNo active context.\n\n1 visible suites:\n%s\n" % saved.load_path)
    assert environment("foo").print_info()
    assert "\nActive Context: %s\n" % (tmp_path / "current.rxt") in capsys.readouterr().out


def test_within_a_suite(environment, saved, monkeypatch, capsys):
    monkeypatch.setenv("REZ_RXT_FILE", os.path.join(saved.load_path, "contexts", "A.rxt"))
    status = Status()
    status.print_info()
    assert capsys.readouterr().out.endswith(
        "\nCurrently within context 'A' in suite at %s\n" % saved.load_path)
    assert status.active_suite_context_name == "A"


def test_tool_of_a_suite(environment, saved, capsys):
    assert environment().print_info("fooer")
    lines = capsys.readouterr().out.split("\n")
    assert lines[:2] == ["'fooer' is a suite tool:", "Tool:     fooer"] and lines[-3:] == ["Package:  foo-1.0", "", ""]


def test_hidden_tool(environment, tmp_path, monkeypatch, capsys):
    program = tmp_path / "fooer"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path) + os.pathsep + os.environ["PATH"])
    assert environment().print_info("fooer")
    assert capsys.readouterr().out.startswith(
        "'fooer' is a suite tool, but is hidden by an unknown tool '%s':\n" % program)
    environment().print_tools("fooer")
    assert "(hidden by unknown tool '%s')" % program in capsys.readouterr().out


def test_tool_of_the_context(environment, packages, tmp_path, monkeypatch, capsys):
    assert not environment("bar").print_info("nonesuch")
    capsys.readouterr()
    monkeypatch.setenv("PATH", os.path.join(packages, "foo", "1.1", "bin"))
    assert environment("foo").print_info("fooer")
    assert capsys.readouterr().out == (
        "'fooer' is a tool in the active context:\nTool:     fooer\nContext:  %s\nPackage:  foo-1.1\n\n"
        % (tmp_path / "current.rxt"))


def test_package(environment, packages, tmp_path, capsys):
    assert environment().print_info("foo")
    assert capsys.readouterr().out == (
        "'foo' is a package. The latest version is:\nPackage:  foo-1.1\n"
        "URI:      %s/foo/1.1/package.py\n\n" % packages)
    assert environment().print_info("foo-1.0")
    assert capsys.readouterr().out.startswith(
        "'foo' is a package. The latest version in the range '1.0' is:\nPackage:  foo-1.0\n")
    assert environment("foo").print_info("foo")
    assert capsys.readouterr().out == (
        "'foo' is a package in the active context:\nPackage:  foo-1.1\n"
        "URI:      %s/foo/1.1/package.py[]\nContext:  %s\n\n" % (packages, tmp_path / "current.rxt"))


def test_suite_and_context(environment, saved, capsys):
    assert environment().print_info(saved.load_path)
    assert capsys.readouterr().out == (
        "'%s' is a suite. Use 'rez-suite' for more information.\n\n" % saved.load_path)
    path = os.path.join(saved.load_path, "contexts", "A.rxt")
    assert environment().print_info(path)
    assert capsys.readouterr().out == "'%s' is a context. Use 'rez-context' for more information.\n\n" % path


@pytest.mark.parametrize("name", ["nonesuch", "a/b c", "/", "!!"])
def test_unknown(environment, name, capsys):
    assert not environment().print_info(name)
    assert capsys.readouterr().out == "Rez does not know what '%s' is\n" % name


def test_tools(environment, saved, capsys):
    assert environment("foo").print_tools("*o*er")
    rows = [line.split(None, 3) for line in capsys.readouterr().out.split("\n")[2:-1]]
    assert rows == [["fooer", "-", "foo-1.1", "active context  "]]
    assert environment().print_tools()
    assert [line.split()[0] for line in capsys.readouterr().out.split("\n")[2:-1]] == ["barrer", "both", "fooer"]
    assert not environment().print_tools("zz*")
    assert capsys.readouterr().out == "No matching tools.\n"


def test_tool_in_conflict(resolve, tmp_path, monkeypatch, capsys):
    from pkgrs.suite.suite import Suite
    suite = Suite()
    suite.add_context("X", resolve("foo-1.0", "bar"))
    suite.save(str(tmp_path / "x"))
    monkeypatch.setenv("PATH", str(tmp_path / "x" / "bin"))
    monkeypatch.delenv("REZ_RXT_FILE", raising=False)
    Status().print_tools("both")
    assert "bar-1, foo-1.0" in capsys.readouterr().out
