"""A plugin type "toy" with two plugins of our own, and places for third parties' ones."""
import sys
from types import ModuleType

import pytest

import rezplugins
from pkgrs.config.config import Config, _replace_config, config
from pkgrs.config.layers import get_module_root_config
from pkgrs.plugin import builtin, manager, paths, types

INIT = "from pkgrs.plugin.paths import extend_path\n__path__ = extend_path(__path__, __name__)\n"
PLUGIN = """\
'''Says {tag}.

More.'''
class Toy:
    tag = '{tag}'
    schema_dict = {schema}
def register_plugin(): return Toy
"""


def _plugin_text(tag, schema="{}"):
    return PLUGIN.format(tag=tag, schema=schema)


@pytest.fixture
def plugin_text():
    """Function that gives the text of a plugin module whose class has a tag and a schema."""
    return _plugin_text


@pytest.fixture
def write(tmp_path):
    """Function that writes a file below the temporary folder, with the packages above it in `rezplugins`."""
    def write(name, text=""):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return str(path)
    return write


@pytest.fixture
def third_party(write):
    """Function that writes a toy plugin of a third party."""
    def third_party(root, name, text, importable=False):
        if importable:
            write(root + "/__init__.py")
        write(root + "/rezplugins/__init__.py")
        write(root + "/rezplugins/toy/__init__.py", INIT)
        return write("%s/rezplugins/toy/%s.py" % (root, name), text)
    return third_party


@pytest.fixture
def toys(write, tmp_path, monkeypatch):
    """A plugin manager with the type "toy", which has the plugins "ball" and "car"."""
    for name in ("ball", "car"):
        write("own/rezplugins/toy/%s.py" % name, _plugin_text("own " + name, "{'size': int}"))
    write("own/rezplugins/toy/__init__.py", INIT)
    write("own/rezplugins/toy/rezconfig.py", "ball = {'size': 1}\ncar = {'size': 2, 'wheels': ['$NOPE']}\n")
    defaults = ModuleType("pkgrs.plugin.defaults.toy")
    defaults.ball, defaults.car = {"size": 1}, {"size": 2, "wheels": ["$NOPE"]}
    monkeypatch.setitem(sys.modules, defaults.__name__, defaults)
    monkeypatch.setitem(builtin.BUILTIN, "toy", {"ball": "A ball", "car": "A car"})
    monkeypatch.setattr(rezplugins, "__path__", rezplugins.__path__ + [str(tmp_path / "own" / "rezplugins")])

    class ToyPluginType(types.RezPluginType):
        type_name = "toy"

    toys = manager.RezPluginManager()
    toys.register_plugin_type(ToyPluginType)
    before = set(sys.modules)
    with _replace_config(Config([get_module_root_config()], locked=True)):
        yield toys
    for name in set(sys.modules) - before:
        if name.startswith(("rezplugins.", "toy")):
            del sys.modules[name]
    paths.forget()


@pytest.fixture
def plugin_path(toys, tmp_path):
    """Function that sets `plugin_path` to folders below the temporary one."""
    def plugin_path(*names):
        config.override("plugin_path", [str(tmp_path / name) for name in names])
    return plugin_path
