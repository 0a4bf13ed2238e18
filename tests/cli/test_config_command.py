"""The command `config`."""
import argparse
import json

import pytest

from pkgrs.cli.commands import config as command
from pkgrs.config.config import Config, _replace_config
from pkgrs.config.layers import get_module_root_config
from pkgrs.errors import ConfigurationError

ROOT = get_module_root_config()


@pytest.fixture
def run(monkeypatch, tmp_path, capsys):
    """Function that runs the command with arguments and returns what it prints."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))

    def run(*arguments, prog="rez config"):
        parser = argparse.ArgumentParser(prog=prog)
        command.setup_parser(parser)
        overrides = {"packages_path": ["/a b", "é"], "optionvars": {"a": {"b": 1}}, "tmpdir": "/t"}
        with _replace_config(Config([ROOT], overrides=overrides, locked=True)):
            command.command(parser.parse_args(arguments), parser)
        return capsys.readouterr().out
    return run


@pytest.mark.parametrize("arguments, expected", [
    (["tmpdir"], "/t\n"),
    (["--json", "tmpdir"], "/t\n"),
    (["warn_all"], "False\n"),
    (["cache_packages_path"], "None\n"),
    (["packages_path"], "- /a b\n- \"\\xE9\"\n"),
    (["--json", "packages_path"], '["/a b", "\\u00e9"]\n'),
    (["optionvars"], "a:\n  b: 1\n"),
    (["optionvars.a.b"], "1\n"),
    (["--json", "optionvars.a"], '{"b": 1}\n'),
    (["plugins.release_vcs"], "check_tag: false\ngit:\n  allow_no_upstream: false\nreleasable_branches: []\n"
                              "tag_name: '{qualified_name}'\n"),
    (["memcached_uri"], "[]\n"),
    (["--search-list"], ROOT + "\n"),
    (["--source-list"], ROOT + "\n"),
])
def test_output(run, arguments, expected):
    assert run(*arguments) == expected


def test_all_settings(run):
    assert len(json.loads(run("--json"))) == 147
    assert "\ntmpdir: /t\n" in run()


@pytest.mark.parametrize("field", ["nope", "plugins.nope", "tmpdir.x", "plugins.release_vcs.tag_name.x", "a."])
def test_no_such_setting(run, field):
    with pytest.raises(ConfigurationError) as caught:
        run(field)
    assert str(caught.value) == "no such setting: %r" % field
    assert isinstance(caught.value, ValueError)


def test_init(run, tmp_path):
    path = tmp_path / ".rezconfig.toml"
    assert run("--init", prog="pkg config") == "Wrote %s\n" % path
    before = path.read_text()
    with pytest.raises(ConfigurationError, match="There is a configuration file already"):
        run("--init")
    assert path.read_text() == before


@pytest.mark.parametrize("prog, shown", [("rez config", False), ("pkg config", True)])
def test_help_shows_init_where_it_is_ours(prog, shown):
    parser = argparse.ArgumentParser(prog=prog)
    command.setup_parser(parser)
    assert ("--init" in parser.format_help()) is shown
