"""Wrappers of suites' tools."""
import os
import shutil

import pytest

from pkgrs.context.context import ResolvedContext
from pkgrs.errors import RezSystemError
from pkgrs.tool_errors import SuiteError
from pkgrs.suite.wrapper import Wrapper, _FWD__invoke_suite_tool_alias


@pytest.fixture
def wrapper(saved):
    """Wrapper of `fooer`."""
    return Wrapper(os.path.join(saved.load_path, "bin", "fooer"))


@pytest.fixture
def shells(monkeypatch):
    """What would be run, in which packages."""
    runs = []

    def execute_shell(self, **kwargs):
        runs.append((kwargs.pop("command"), [v.qualified_package_name for v in self.resolved_packages], kwargs))
        return 7, None, None

    monkeypatch.setattr(ResolvedContext, "execute_shell", execute_shell)
    return runs


def test_arguments_go_to_the_tool(wrapper, shells):
    assert wrapper.run("a", "-b", "--c", "+x", "++nonesuch") == 7
    assert shells == [(["fooer", "a", "-b", "--c", "+x", "++nonesuch"], ["foo-1.0"],
                       {"stdin": False, "quiet": False, "block": True})]


@pytest.mark.parametrize("args, command, resolved", [
    (["+p", "extra"], ["fooer"], ["foo-1.0", "extra-2"]),
    (["++patch", "extra", "--", "x"], ["fooer", "--", "x"], ["foo-1.0", "extra-2"]),
    (["++patch"], ["fooer"], ["foo-1.0"]),
    (["+p", "foo-1.1"], ["fooer"], ["foo-1.1"]),
    (["++command", "ls", "folder"], ["ls", "folder"], ["foo-1.0"]),
    (["+i"], None, ["foo-1.0"]),
    (["++no-rez-args", "+i"], ["fooer", "+i"], ["foo-1.0"]),
])
def test_own_options(wrapper, shells, args, command, resolved):
    assert wrapper.run(*args) == 7
    assert shells[0][:2] == (command, resolved)


def test_options_of_the_shell(wrapper, shells):
    wrapper.run("++stdin", "++quiet")
    assert shells[0][2] == {"stdin": True, "quiet": True, "block": True}


def test_other_prefix(saved, shells, capsys):
    saved.contexts["A"]["prefix_char"] = "="
    saved.save(saved.load_path)
    wrapper = Wrapper(os.path.join(saved.load_path, "bin", "fooer"))
    wrapper.run("+a", "=p", "extra")
    assert shells[0][:2] == (["fooer", "+a"], ["foo-1.0", "extra-2"])
    assert wrapper.run("=h") == 0
    assert capsys.readouterr().out.startswith("usage: fooer [=h] [=a] [=i] [=p [PKG ...]] [==versions]")


def test_no_prefix(saved, shells):
    saved.contexts["A"]["prefix_char"] = ""
    saved.save(saved.load_path)
    Wrapper(os.path.join(saved.load_path, "bin", "fooer")).run("+a", "++help")
    assert shells[0][0] == ["fooer", "+a", "++help"]


def test_failing_patch(wrapper, shells, capsys):
    assert wrapper.run("+p", "bar", "!foo") == 1
    assert shells == [] and "The context failed to resolve" in capsys.readouterr().err


def test_about(wrapper, saved, capsys):
    assert wrapper.run("+a") == 0
    assert capsys.readouterr().out == "\n".join([
        "Tool:     fooer", "Path:     %s/bin/fooer" % saved.load_path, "Suite:    " + saved.load_path,
        "Context:  %s/contexts/A.rxt ('A')" % saved.load_path, "Package:  foo-1.0", ""])


def test_versions(wrapper, packages, capsys):
    assert wrapper.run("++versions") == 0
    assert capsys.readouterr().out == (
        "  foo-1.1  {0}/foo/1.1/package.py  \n* foo-1.0  {0}/foo/1.0/package.py  \n".format(packages))


def test_peek(wrapper, saved, capsys):
    assert wrapper.run("++peek") == 0
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("text, cause", [
    ("#!x\n", "not a suite alias"), ("a: [\n", "while parsing"), ("func_name: other\n", "not a suite alias"),
    ("func_name: _FWD__invoke_suite_tool_alias\n", "missing kwargs")])
def test_what_is_no_wrapper(saved, text, cause):
    path = os.path.join(saved.load_path, "bin", "other")
    with open(path, "w") as stream:
        stream.write(text)
    with pytest.raises(RezSystemError, match="Invalid executable file .*: " + cause):
        Wrapper(path)


def test_context_names_can_t_lead_out_of_the_suite(saved):
    with pytest.raises(SuiteError, match="Invalid context name"):
        _FWD__invoke_suite_tool_alias(
            "../../x", "fooer", _script=os.path.join(saved.load_path, "bin", "fooer"), _cli_args=[])


@pytest.mark.skipif(not shutil.which("bash"), reason="needs bash")
def test_a_real_run(saved, capfd):
    with pytest.raises(SystemExit) as error:
        _FWD__invoke_suite_tool_alias(
            "A", "fooer", _script=os.path.join(saved.load_path, "bin", "fooer"), _cli_args=["x  y", "+p", "extra"])
    assert error.value.code == 0
    assert capfd.readouterr().out == "fooer 1.0 1 x  y\n"
