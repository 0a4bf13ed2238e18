"""Configuration files: which there are, reading them, laying one over the other."""
from __future__ import annotations

import os
from functools import lru_cache

from pkgrs.base.dicts import DelayLoad, ModifyList, deep_update
from pkgrs.base.flow import Interrupted
from pkgrs.base.rez_version import _rez_version
from pkgrs.config.deprecations import _deprecated_settings
from pkgrs.errors import ConfigurationError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Iterable, List, Mapping, Optional, Tuple


HOME_CONFIG = ".rezconfig"


def get_module_root_config() -> str:
    """Path of the file with all settings and their defaults."""
    here = os.path.dirname(os.path.abspath(__file__))
    return os.path.join(os.path.dirname(os.path.dirname(here)), "rez", "rezconfig.py")


def main_filepaths(environ: Optional[Mapping[str, str]] = None) -> List[str]:
    """The configuration files of a process: the defaults, those of `$REZ_CONFIG_FILE`, the one in the home folder.

    They need not exist, and need not have their suffix.

    Args:
        environ: Its environment; by default that of this process, as it is now.
    """
    environ = os.environ if environ is None else environ
    filepaths = [get_module_root_config()]
    listed = environ.get("REZ_CONFIG_FILE")
    if listed:
        filepaths.extend(listed.split(os.pathsep))
    if environ.get("REZ_DISABLE_HOME_CONFIG", "").lower() not in ("1", "t", "true"):
        filepaths.append(os.path.expanduser(os.path.join("~", HOME_CONFIG)))
    return filepaths


def _source_of(filepath: str) -> Optional[str]:
    stem, suffix = os.path.splitext(filepath)
    candidates = [stem + ".py", filepath, stem + ".toml"]
    if suffix == ".toml":
        candidates.insert(0, filepath)
    for candidate in candidates:
        if os.path.isfile(candidate):
            return candidate
    return None


def _load_config_from_filepaths(filepaths: Iterable[str]) -> Tuple[Dict[str, Any], List[str]]:
    """Read configuration files.

    For each path "x.ext" the first that exists of "x.py", the path itself, and "x.toml" is read, unless the path is
    an existing TOML file.

    Returns:
        What the files say, later over earlier ones, and the files that were read.

    Raises:
        ConfigurationError: A file can't be read, or is not a configuration.
        ValueError: A `ModifyList` stands over something that is not a list.
    """
    data: Dict[str, Any] = {}
    sourced = []
    root = get_module_root_config()
    for filepath in filepaths:
        if filepath == root:
            deep_update(data, _load_defaults())
            sourced.append(root)
            continue
        source = _source_of(filepath)
        if source is None:
            continue
        if source.endswith(".py"):
            layer = _load_config_py(source)
        elif source.endswith(".toml"):
            layer = _load_config_toml(source)
        else:
            layer = _load_config_yaml(source)
        deep_update(data, layer)
        sourced.append(source)
        _warn_of_deprecated(layer, source)
    return data, sourced


def _warn_of_deprecated(layer: Mapping[str, Any], source: str) -> None:
    for key, deprecation in _deprecated_settings.items():
        if key in layer:
            deprecation.warn(key, filename=source)


# What a module has by itself, and so is no setting.
_MODULE_NAMES = frozenset([
    "__builtins__", "__cached__", "__file__", "__loader__", "__name__", "__package__", "__spec__",
    "DelayLoad", "ModifyList", "rez_version",
])


def _settings_in(names: Mapping[str, Any]) -> Dict[str, Any]:
    module = type(os)
    return {
        name: value for name, value in names.items()
        if name not in _MODULE_NAMES and not isinstance(value, module) and (name != "__doc__" or value)
    }


@lru_cache
def _load_defaults() -> Dict[str, Any]:
    from pkgrs.config import defaults

    return _settings_in(vars(defaults))


def _failed(filepath: str, error: BaseException) -> ConfigurationError:
    text = "SystemExit: %s" % error if isinstance(error, SystemExit) else str(error)
    return ConfigurationError("Error loading configuration from %s: %s" % (filepath, text))


@lru_cache
def _load_config_py(filepath: str) -> Dict[str, Any]:
    """The settings of a Python file; raises ConfigurationError if it can't be read or run."""
    names = {
        "__file__": filepath,
        "__name__": os.path.splitext(os.path.basename(filepath))[0],
        "rez_version": _rez_version,
        "ModifyList": ModifyList,
        "DelayLoad": DelayLoad,
    }
    try:
        with open(filepath, encoding="utf-8") as file:
            code = compile(file.read(), filepath, "exec", dont_inherit=True)
        exec(code, names)
    except Interrupted:
        raise
    except (Exception, SystemExit) as error:
        raise _failed(filepath, error) from error
    return _settings_in(names)


@lru_cache
def _load_config_yaml(filepath: str) -> Dict[str, Any]:
    """The settings of a YAML file; raises ConfigurationError if it can't be read."""
    import yaml

    try:
        with open(filepath, encoding="utf-8") as file:
            data = yaml.load(file.read(), Loader=yaml.FullLoader)
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise _failed(filepath, error) from error
    return _checked_dict(filepath, {} if data is None else data)


@lru_cache
def _load_config_toml(filepath: str) -> Dict[str, Any]:
    """The settings of a TOML file; raises ConfigurationError if it can't be read."""
    try:
        import tomllib
    except ImportError:
        import tomli as tomllib  # type: ignore[no-redef]

    try:
        with open(filepath, "rb") as file:
            return tomllib.load(file)
    except (OSError, ValueError) as error:
        raise _failed(filepath, error) from error


def _checked_dict(filepath: str, data: Any) -> Dict[str, Any]:
    if not isinstance(data, dict):
        raise ConfigurationError(
            "Error loading configuration from %s: Expected dict, got %s" % (filepath, type(data).__name__))
    return data
