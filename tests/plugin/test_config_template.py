"""The commented configuration file."""
import re
import sys

import pytest

from pkgrs.config.config import Config
from pkgrs.config.layers import get_module_root_config
from pkgrs.config.table import SETTINGS
from pkgrs.errors import ConfigurationError
from pkgrs.plugin.template import config_template, write_home_config

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


@pytest.fixture
def home(monkeypatch, tmp_path):
    """An empty home folder."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.delenv("REZ_CONFIG_FILE", raising=False)
    monkeypatch.delenv("REZ_DISABLE_HOME_CONFIG", raising=False)
    return tmp_path


def test_it_sets_nothing():
    assert tomllib.loads(config_template()) == {}


def test_it_has_every_setting():
    shown = re.findall(r"^#([a-z_0-9]+) =", config_template().split("# -- Plugins")[0], re.M)
    assert sorted(shown) == sorted(SETTINGS)


@pytest.mark.filterwarnings("ignore:config setting named")
def test_uncommented_it_holds_the_defaults(tmp_path):
    lines = config_template().split("\n")
    text = "\n".join(line[1:] if re.match(r"#(\[plugins|[a-z_0-9]+ = )", line) else line for line in lines)
    path = tmp_path / "c.toml"
    path.write_text(text)
    given = Config([get_module_root_config(), str(path)], locked=True)
    defaults = Config([get_module_root_config()], locked=True)
    assert given._data == dict(defaults._data, plugins=given._data["plugins"])
    assert given.plugins.release_vcs == defaults.plugins.release_vcs


def test_writing_it(home):
    path = write_home_config()
    assert path == str(home / ".rezconfig.toml")
    assert (home / ".rezconfig.toml").read_text() == config_template()
    assert path in Config._create_main_config().sourced_filepaths


@pytest.mark.parametrize("name", [".rezconfig", ".rezconfig.py", ".rezconfig.toml"])
def test_it_overwrites_nothing(home, name):
    (home / name).write_text("# mine")
    with pytest.raises(ConfigurationError, match="There is a configuration file already: .*%s$" % re.escape(name)):
        write_home_config()
    assert {path.name for path in home.iterdir()} == {name}
    assert (home / name).read_text() == "# mine"
