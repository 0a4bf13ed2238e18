"""Configuration files: which are read, in which order, and what is wrong with them."""
import os
import warnings

import pytest

from pkgrs.base.deprecate import RezDeprecationWarning
from pkgrs.config.config import Config
from pkgrs.config.layers import _load_config_from_filepaths, get_module_root_config, main_filepaths
from pkgrs.errors import ConfigurationError

ROOT = get_module_root_config()


@pytest.fixture
def write(tmp_path):
    """Function that writes a file and returns its path."""
    def write(name, text):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return str(path)
    return write


PY, YAML, TOML = "tmpdir = 'py'", "tmpdir: yaml", "tmpdir = 'toml'"


@pytest.mark.parametrize("files, asked, found", [
    ({"a.py": PY}, "a.py", "a.py"),
    ({"a.py": PY}, "a", "a.py"),
    ({"a.py": PY, "a.yaml": YAML}, "a.yaml", "a.py"),
    ({"a.yaml": YAML}, "a.yaml", "a.yaml"),
    ({"a.yml": YAML}, "a.yml", "a.yml"),
    ({"a": YAML}, "a", "a"),
    ({"a.yaml": YAML}, "a", None),
    ({"a.yaml": YAML}, "a.py", None),
    ({"a.toml": TOML}, "a.toml", "a.toml"),
    ({"a.toml": TOML}, "a", "a.toml"),
    ({"a.toml": TOML}, "a.yaml", "a.toml"),
    ({"a.toml": TOML, "a": YAML}, "a", "a"),
    ({"a.toml": TOML, "a.py": PY}, "a", "a.py"),
    ({"a.toml": TOML, "a.py": PY}, "a.toml", "a.toml"),
    ({"a.py/b": ""}, "a.py", None),
    ({}, "a.toml", None),
])
def test_which_file_is_read(write, tmp_path, files, asked, found):
    for name, text in files.items():
        write(name, text)
    data, sourced = _load_config_from_filepaths([str(tmp_path / asked)])
    assert sourced == ([str(tmp_path / found)] if found else [])
    kind = {None: None, "a": "yaml", "a.yml": "yaml"}.get(found, (found or "").rpartition(".")[2])
    assert data.get("tmpdir") == kind


def test_later_files_stand_over_earlier_ones(write):
    first = write("1.py", (
        "plugins = {'release_vcs': {'tag_name': 'a'}}\nrelease_hooks = ['x']\noptionvars = {'a': {'b': 1}}"))
    second = write("2.yaml", "plugins: {release_vcs: {check_tag: true}}\noptionvars: {a: {c: 2}}")
    third = write("3.py", "release_hooks = ModifyList(append=['y'], prepend=['w'])\nx = rez_version")
    fourth = write("4.toml", "[plugins.release_vcs.git]\nallow_no_upstream = true\n")
    data, sourced = _load_config_from_filepaths([first, second, third, fourth])
    assert sourced == [first, second, third, fourth]
    assert data == {
        "plugins": {"release_vcs": {"tag_name": "a", "check_tag": True, "git": {"allow_no_upstream": True}}},
        "release_hooks": ["w", "x", "y"], "optionvars": {"a": {"b": 1, "c": 2}}, "x": "3.4.0",
    }
    assert _load_config_from_filepaths([first])[0]["optionvars"] == {"a": {"b": 1}}


def test_what_a_python_file_sets(write):
    path = write("a.py", "'text'\nimport os\nfrom os import sep\n_x = __name__\nhere = __file__\ndef f(): pass\n")
    data, _ = _load_config_from_filepaths([path])
    assert set(data) == {"__doc__", "sep", "_x", "here", "f"}
    assert (data["_x"], data["here"]) == ("a", path)


@pytest.mark.parametrize("name, text, reason", [
    ("a.py", "raise ValueError('boo')", "boo"),
    ("a.py", "import nope_nope", "No module named 'nope_nope'"),
    ("a.py", "x = nope", "name 'nope' is not defined"),
    ("a.py", "import sys; sys.exit(3)", "SystemExit: 3"),
    ("a.py", "x = ModifyList(append='a')", "Expected list in ModifyList, not 'a'"),
    ("a.py", "tmpdir = '\xe9'".encode("latin-1"),
     "'utf-8' codec can't decode byte 0xe9 in position 10: invalid continuation byte"),
    ("a.yaml", "[1, 2]", "Expected dict, got list"),
    ("a.yaml", "foo", "Expected dict, got str"),
    ("a.yaml", "a: [", "while parsing a flow node"),
    ("a.toml", "a = [", "Invalid value"),
])
def test_bad_files(write, name, text, reason):
    path = write(name, text)
    config = Config([ROOT, path], locked=True)
    with pytest.raises(ConfigurationError) as caught:
        _ = config.tmpdir
    first_line = str(caught.value).split("\n")[0]
    start = "Error loading configuration from %s: " % path
    assert first_line[:len(start)] == start
    assert first_line[len(start):].startswith(reason)


@pytest.mark.parametrize("text", ["", "# nothing\n"])
def test_an_empty_yaml_file_sets_nothing(write, text):
    assert _load_config_from_filepaths([write("a.yaml", text)])[0] == {}


@pytest.mark.parametrize("value, expected", [
    (None, True), ("", True), ("0", True), ("yes", True), (" 1", True),
    ("1", False), ("true", False), ("True", False), ("T", False),
])
def test_home_config_can_be_disabled(monkeypatch, home, value, expected):
    if value is not None:
        monkeypatch.setenv("REZ_DISABLE_HOME_CONFIG", value)
    assert main_filepaths()[1:] == ([os.path.join(str(home), ".rezconfig")] if expected else [])


def test_files_of_the_process(monkeypatch, home):
    monkeypatch.setenv("REZ_CONFIG_FILE", os.pathsep.join(["/a", "", "~/b"]))
    assert main_filepaths() == [ROOT, "/a", "", "~/b", os.path.join(str(home), ".rezconfig")]


@pytest.mark.parametrize("name, text", [(".rezconfig", YAML), (".rezconfig.py", PY), (".rezconfig.toml", TOML)])
def test_home_config(home, name, text):
    (home / name).write_text(text)
    config = Config._create_main_config()
    assert config.tmpdir == (name.rpartition(".")[2] if name.count(".") > 1 else "yaml")
    assert config.sourced_filepaths == [ROOT, str(home / name)]


def test_deprecated_settings_in_files_are_warned_of_once(write, capsys, monkeypatch):
    path = write("a.py", "warn_old_commands = False\n")
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        monkeypatch.setattr(warnings, "showwarning", lambda *args, **kwargs: print(warnings.formatwarning(*args)))
        config = Config([ROOT, path], locked=True)
        _ = config.tmpdir
        _ = config.copy().warn_old_commands
        _ = Config([ROOT], overrides={"warn_old_commands": False}, locked=True).warn_old_commands
        monkeypatch.setenv("REZ_ERROR_OLD_COMMANDS", "1")
        _ = Config([ROOT]).error_old_commands
    ends = " is deprecated and will be removed in the future."
    assert capsys.readouterr().out.split("\n") == [
        "%s: RezDeprecationWarning: config setting named 'warn_old_commands'%s" % (path, ends), "",
        "REZ_ERROR_OLD_COMMANDS: RezDeprecationWarning: config setting named 'error_old_commands' "
        "(configured through the REZ_ERROR_OLD_COMMANDS environment variable)" + ends, "", ""]


@pytest.mark.parametrize("suffix, value", [("", "0"), ("_JSON", "false")])
def test_deprecated_settings_in_the_environment_are_warned_of(monkeypatch, suffix, value):
    name = "REZ_WARN_OLD_COMMANDS" + suffix
    monkeypatch.setenv(name, value)
    with pytest.warns(RezDeprecationWarning) as caught:
        assert Config([ROOT]).warn_old_commands is False
    assert str(caught[0].message) == (
        "config setting named 'warn_old_commands' (configured through the %s environment variable) is deprecated "
        "and will be removed in the future." % name)
