"""The kinds of settings: what a value may be, and how it is read from an environment variable."""
from __future__ import annotations

import os

from pkgrs.base.schema import And, Or, Schema, SchemaError, Use
from pkgrs.config.deprecations import _deprecated_settings
from pkgrs.config.expand import expand_system_vars
from pkgrs.errors import ConfigurationError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, FrozenSet, List, Tuple

    from pkgrs.config.config import Config
    from pkgrs.config.protocols import Validatable

# Prefixes of the variables that may hold a setting. The first one that is set counts.
ENV_PREFIXES = ("REZ_", "PKG_")


class Setting:
    """Validates one setting of a configuration.

    Subclasses give `schema`, and `_parse_env_var` if the setting may stand in a plain environment variable.
    """

    schema: Validatable = Schema(object)

    def __init__(self, config: Config, key: str) -> None:
        self.config = config
        self.key = key

    _env_prefix = ENV_PREFIXES[0]

    @property
    def _env_var_name(self) -> str:
        return self._env_prefix + self.key.upper()

    def _parse_env_var(self, value: str) -> Any:
        raise NotImplementedError

    def validate(self, data: Any) -> Any:
        """The value of the setting.

        Args:
            data: What the configuration files say.

        Returns:
            The value from the highest layer, validated and expanded.

        Raises:
            ConfigurationError: That value is not valid.
        """
        try:
            return expand_system_vars(self._validate(data))
        except (SchemaError, ValueError, LookupError) as error:
            raise ConfigurationError("Misconfigured setting '%s': %s" % (self.key, error)) from error
        except Exception as error:
            # A subclass may bring a schema made with a library; it need not be imported for the others.
            if type(error).__name__ != "SchemaError":
                raise
            raise ConfigurationError("Misconfigured setting '%s': %s" % (self.key, error)) from error

    def _validate(self, data: Any) -> Any:
        if self.key not in self.config.overrides:
            found = False
            if not self.config.locked:
                for self._env_prefix in ENV_PREFIXES:
                    found, value = self._from_environment()
                    if found:
                        data = value
                        break
            if data is None and not found:
                fallback = getattr(self.config, "_get_" + self.key, None)
                if fallback is not None:
                    data = fallback()
        return self.schema.validate(data)

    def _from_environment(self) -> Tuple[bool, Any]:
        name = self._env_var_name
        value = os.environ.get(name)
        if value is not None:
            self._warn_if_deprecated(name)
            return True, self._parse_env_var(value)
        name += "_JSON"
        value = os.environ.get(name)
        if value is None:
            return False, None
        self._warn_if_deprecated(name)
        import json

        try:
            return True, json.loads(value)
        except ValueError as error:
            raise ConfigurationError("Expected $%s to be JSON-encoded string." % name) from error

    def _warn_if_deprecated(self, variable: str) -> None:
        deprecation = _deprecated_settings.get(self.key)
        if deprecation is not None:
            deprecation.warn(self.key, env_var=variable)


def _named(qualname: str, function: Callable[[Any], Any]) -> Callable[[Any], Any]:
    # Error text shows the functions of a form.
    function.__qualname__ = qualname + ".<lambda>"
    return function


def _none_to(make: Callable[[], Any], owner: str) -> And:
    return And(None, Use(_named(owner, lambda _: make())))


class _JSONOnly(Setting):
    """A setting too structured for a plain environment variable."""

    def _parse_env_var(self, value: str) -> Any:
        raise ConfigurationError(
            "$%s can't hold this setting: use $%s_JSON with a JSON-encoded string" % ((self._env_var_name,) * 2))


class Str(Setting):
    """Text."""

    schema: Validatable = Schema(str)

    def _parse_env_var(self, value: str) -> Any:
        return value


class Char(Setting):
    """Text that should be one character."""

    schema: Validatable = Schema(str)

    def _parse_env_var(self, value: str) -> Any:
        return value


class OptionalStr(Str):
    """Text or None."""

    schema: Validatable = Or(None, str)


class StrList(Setting):
    """List of texts; in the environment split at commas and blanks."""

    schema: Validatable = Schema([str])
    sep = ","

    def _parse_env_var(self, value: str) -> List[str]:
        return value.replace(self.sep, " ").split()


class OptionalStrList(StrList):
    """List of texts; None stands for the empty one."""

    schema: Validatable = Or(_none_to(list, "OptionalStrList"), [str])


class PathList(StrList):
    """List of paths; in the environment separated as in `$PATH`."""

    sep = os.pathsep

    def _parse_env_var(self, value: str) -> List[str]:
        return [path for path in value.split(self.sep) if path]


class Int(Setting):
    """Whole number."""

    schema: Validatable = Schema(int)

    def _parse_env_var(self, value: str) -> int:
        try:
            return int(value)
        except ValueError:
            raise ConfigurationError("Expected %s to be an integer" % self._env_var_name) from None


class Float(Setting):
    """Number with a fraction."""

    schema: Validatable = Schema(float)

    def _parse_env_var(self, value: str) -> float:
        try:
            return float(value)
        except ValueError:
            raise ConfigurationError("Expected %s to be a float" % self._env_var_name) from None


class Bool(Setting):
    """Yes or no; in the environment one of several words for it."""

    schema: Validatable = Schema(bool)
    true_words: FrozenSet[str] = frozenset(["1", "true", "yes", "y", "on", "t"])
    false_words: FrozenSet[str] = frozenset(["0", "false", "no", "n", "off", "f"])
    all_words: FrozenSet[str] = true_words | false_words

    def _parse_env_var(self, value: str) -> Any:
        word = value.lower()
        if word in self.true_words:
            return True
        if word in self.false_words:
            return False
        raise ConfigurationError(
            "Expected $%s to be one of: %s" % (self._env_var_name, ", ".join(sorted(self.all_words))))


class OptionalBool(Bool):
    """Yes, no or None."""

    schema: Validatable = Or(None, Schema(bool))


class ForceOrBool(Bool):
    """Yes, no or "force"."""

    FORCE_STR = "force"
    schema: Validatable = Or(FORCE_STR, Schema(bool))
    all_words = Bool.all_words | frozenset([FORCE_STR])

    def _parse_env_var(self, value: str) -> Any:
        if value == self.FORCE_STR:
            return value
        return super()._parse_env_var(value)


def _number_or_text(text: str) -> Any:
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            pass
    return text


class Dict(Setting):
    """Dictionary; in the environment "k1:v1,k2:v2"."""

    schema: Validatable = Schema(dict)

    def _parse_env_var(self, value: str) -> Any:
        result = {}
        for item in value.split(","):
            key, colon, text = item.partition(":")
            if not colon:
                raise ConfigurationError(
                    "Expected dict string in form 'k1:v1,k2:v2,...kN:vN': %s" % value)
            result[key] = _number_or_text(text)
        return result


class OptionalDict(Dict):
    """Dictionary; None stands for the empty one."""

    schema: Validatable = Or(_none_to(dict, "OptionalDict"), dict)


class OptionalDictOrDictList(_JSONOnly):
    """List of dictionaries; one dictionary stands for a list of it, None for the empty one."""

    schema: Validatable = Or(
        _none_to(list, "OptionalDictOrDictList"),
        And(dict, Use(lambda data: [data])),
        [dict],
    )


class OptionalStrOrFunction(Setting):
    """Text (which names a function), a function, or None."""

    schema: Validatable = Or(None, str, callable)

    def _parse_env_var(self, value: str) -> Any:
        return value


class SuiteVisibility_(Str):
    """Which suites an environment sees."""

    schema: Validatable = Or("never", "always", "parent", "parent_priority")


class VariantSelectMode_(Str):
    """How variants of a package compare."""

    schema: Validatable = Or("version_priority", "intersection_priority")


class RezToolsVisibility_(Str):
    """Where our own tools stand in an environment."""

    schema: Validatable = Or("never", "append", "prepend")


class ExecutableScriptMode_(Str):
    """Which files stand for an executable script."""

    schema: Validatable = Or("single", "py", "platform_specific", "both")


class PreprocessMode_(Str):
    """When the global preprocess function runs."""

    schema: Validatable = Or("before", "after", "override")


def _core_count(name: str) -> int:
    from pkgrs.platform.current import platform_

    count: int = getattr(platform_, name)
    return count


def _form_of_build_thread_count() -> Or:
    owner = "BuildThreadCount_.schema.<locals>"
    return Or(
        And(int, _named(owner, lambda data: data > 0)),
        And("physical_cores", Use(_named(owner, lambda name: _core_count(name)))),
        And("logical_cores", Use(_named(owner, lambda name: _core_count(name)))),
    )


class BuildThreadCount_(Setting):
    """A positive number, or which of the machine's cores to count."""

    schema: Validatable = _form_of_build_thread_count()

    def _parse_env_var(self, value: str) -> Any:
        try:
            return int(value)
        except ValueError:
            return value


_REMAP_TEXT = And(str, len)


class PipInstallRemaps(_JSONOnly):
    """Rules that say where an installed file goes, with tokens for the path separator and the parent folder."""

    # as expressions; `re.escape` would do so, too
    PARDIR = os.pardir.replace(".", "\\.")
    SEP = os.sep.replace("\\", "\\\\")
    RE_TOKENS = {"sep": SEP, "s": SEP, "pardir": PARDIR, "p": PARDIR}
    TOKENS = {"sep": os.sep, "s": os.sep, "pardir": os.pardir, "p": os.pardir}
    KEYS = ["record_path", "pip_install", "rez_install"]
    schema: Validatable = Schema([{key: _REMAP_TEXT for key in KEYS}])

    def validate(self, data: Any) -> Any:
        """The rules with their tokens filled in; raises ConfigurationError if they are not valid."""
        tokens = {key: self.RE_TOKENS if key == "record_path" else self.TOKENS for key in self.KEYS}
        rules: List[Any] = super().validate(data)
        try:
            return [{key: rule[key].format(**tokens[key]) for key in self.KEYS} for rule in rules]
        except (LookupError, ValueError) as error:
            raise ConfigurationError("Misconfigured setting '%s': bad token %s" % (self.key, error)) from error
