"""The command rez-release."""
import argparse
import io

import pytest

from pkgrs.cli.commands import build as build_command
from pkgrs.cli.commands import release as release_command
from pkgrs.tool_errors import ReleaseError, ReleaseVCSError
from pkgrs.package.find import get_package

OPTIONS = ["-h --help", "-m --message", "--vcs", "--no-latest", "--ignore-existing-tag", "--skip-repo-errors",
           "--no-message", "--process", "-b --build-system", "--variants", "--ba --build-args",
           "--cba --child-build-args"]


@pytest.fixture
def run(checkout, monkeypatch, settings):
    (checkout.path / ".stub").write_text("")
    monkeypatch.chdir(checkout.folder)
    monkeypatch.setattr(build_command, "_package", None)

    def run_(*arguments, groups=None):
        parser = argparse.ArgumentParser("rez release")
        release_command.setup_parser(parser)
        opts = parser.parse_args(arguments)
        opts.parser = parser
        release_command.command(opts, parser, groups)
    return run_


def released():
    return get_package("foo", "1.0")


def test_options(run):
    parser = argparse.ArgumentParser()
    release_command.setup_parser(parser)
    assert [" ".join(action.option_strings) for action in parser._actions] == OPTIONS


def test_message(run):
    run("-m", "the message")
    assert released().release_message == "the message"


def test_no_prompt_by_default(run):
    run()
    assert released().release_message is None


@pytest.fixture
def editor(settings, tmp_path, monkeypatch):
    def edit(script):
        (tmp_path / "editor").write_text("#!/bin/sh\n" + script)
        (tmp_path / "editor").chmod(0o755)
        settings(prompt_release_message=True, editor=str(tmp_path / "editor"))
    return edit


def test_edited_message(run, editor, tmp_path):
    editor("cp $1 %s/shown; printf '  first\n second\n' > $1.new; cat $1 >> $1.new; mv $1.new $1\n" % tmp_path)
    run()
    assert released().release_message == "first\n second"
    assert (tmp_path / "shown").read_text() == (
        "<Enter your release notes here>\n\n###<CHANGELOG> This is for reference only - this line and all following "
        "lines will be stripped from the release notes.\n\nThis is the first commit")


def test_edited_message_outlives_a_failure(run, editor, settings, tmp_path):
    editor("echo mine > $1\n")
    settings(release_packages_path=str(tmp_path / "nowhere"))
    with pytest.raises(ReleaseError, match="^Release path does not exist"):
        run()
    settings(release_packages_path=str(tmp_path / "released"))
    editor("grep -q mine $1 && echo more >> $1\n")
    run()
    assert released().release_message == "mine\nmore"


@pytest.mark.parametrize("answers, goes_on", [("c\n", True), ("x\nC\n", True), ("a\n", False), ("", False)])
def test_empty_message(run, editor, monkeypatch, capsys, answers, goes_on):
    editor(":\n")
    monkeypatch.setattr("sys.stdin", io.StringIO(answers))
    if goes_on:
        run()
        assert released().release_message is None
    else:
        with pytest.raises(SystemExit) as ended:
            run()
        assert ended.value.code == 1 and released() is None
        assert capsys.readouterr().out.endswith("Release aborted.\n")


def test_no_message(run, editor):
    editor("exit 1")
    run("--no-message")
    assert released().release_message is None


def test_no_version_control(run, checkout):
    (checkout.path / ".stub").unlink()
    with pytest.raises(ReleaseVCSError, match="^No version control system"):
        run()


@pytest.mark.parametrize("arguments, groups, text", [
    (["--ba", "x"], [["y"]], "argument --build-args: not allowed with arguments after '--'"),
    (["--cba", "x"], [[], ["y"]], "argument --child-build-args: not allowed with arguments after '--'"),
    (["--vcs", "nope"], None, "invalid choice: 'nope'"),
])
def test_wrong_arguments(run, capsys, arguments, groups, text):
    with pytest.raises(SystemExit) as ended:
        run(*arguments, groups=groups)
    assert ended.value.code == 2 and text in capsys.readouterr().err


def test_released_version_without_its_tag(run, checkout, caplog):
    run()
    run()
    assert "no tag" not in caplog.text
    (checkout.path / ".stub").write_text("")
    run()
    assert "foo-1.0 has been released, but there is no tag 'foo-1.0'" in caplog.text
