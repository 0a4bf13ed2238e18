"""YAML: reading and writing. The library is imported when needed."""
from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Optional


__all__ = ["dump_yaml", "load_yaml", "load_yaml_text", "save_yaml"]

# Classes of higher layers that are written as their string, by the name under which users know them.
_AS_STRING = frozenset(["rez.version._version.Version", "rez.version._requirement.Requirement"])
_SOURCE_CODE = "rez.utils.sourcecode.SourceCode"

_dumper_class: Any = None


class _Dumper:
    """Stands for the default writer, a class that is made once the library is there."""


def _dumper() -> Any:
    global _dumper_class
    if _dumper_class is None:
        _dumper_class = _make_dumper()
    return _dumper_class


def _make_dumper() -> Any:
    from types import BuiltinFunctionType, FunctionType

    from yaml import SafeDumper
    from yaml.representer import RepresenterError

    class _Dumper(SafeDumper):
        """Writer that also knows versions, requirements, functions and source code."""

        def represent_as_str(self, data: Any) -> Any:
            return self.represent_str(str(data))

        def represent_builtin_function(self, data: Any) -> Any:
            return self.represent_str(str(data))

        def represent_function(self, data: Any) -> Any:
            from inspect import getsourcelines
            from textwrap import dedent
            lines = getsourcelines(data)[0]
            return self.represent_str(dedent("".join(lines[1:])))

        def represent_sourcecode(self, data: Any) -> Any:
            return self.represent_str(data.source)

        def represent_by_name(self, data: Any) -> Any:
            for cls in type(data).__mro__:
                name = "%s.%s" % (cls.__module__, cls.__name__)
                if name in _AS_STRING:
                    return self.represent_as_str(data)
                if name == _SOURCE_CODE:
                    return self.represent_sourcecode(data)
            raise RepresenterError("cannot represent an object", data)

    _Dumper.add_representer(FunctionType, _Dumper.represent_function)
    _Dumper.add_representer(BuiltinFunctionType, _Dumper.represent_builtin_function)
    _Dumper.add_representer(None, _Dumper.represent_by_name)  # type: ignore[arg-type]
    _Dumper.__module__ = "rez.utils.yaml"
    _Dumper.__qualname__ = "_Dumper"
    return _Dumper


def dump_yaml(data: Any, Dumper: Any = _Dumper, default_flow_style: Optional[bool] = False) -> str:
    """Get data in YAML, without a line end after it.

    Args:
        data: Plain data, in which versions, requirements, functions and source code may occur.
        Dumper: Class of the writer.
        default_flow_style: True for brackets and braces, None for these in the innermost collections.

    Raises:
        yaml.YAMLError: If something in the data can't be expressed.
    """
    import yaml
    return yaml.dump(data, default_flow_style=default_flow_style, Dumper=_dumper() if Dumper is _Dumper else Dumper).strip()


def load_yaml_text(text: str) -> Any:
    """Get the data that a text in YAML describes.

    Raises:
        yaml.YAMLError: If the text isn't valid; tells where.
    """
    import yaml
    fast = getattr(yaml, "CFullLoader", None)
    if fast is not None:
        try:
            return yaml.load(text, Loader=fast)
        except Exception:
            pass  # the other parser tells better what is wrong
    return yaml.load(text, Loader=yaml.FullLoader)


def load_yaml(filepath: str) -> Any:
    """Get the data that a YAML file describes.

    Raises:
        OSError: If the file can't be read.
        yaml.YAMLError: If it isn't valid; tells where.
    """
    with open(filepath, encoding="utf-8") as f:
        return load_yaml_text(f.read())


def save_yaml(filepath: str, **fields: Any) -> None:
    """Write a YAML file.

    Args:
        filepath: The file.
        fields: Data.
    """
    from pkgrs.base.replace import atomic_write
    text = dump_yaml(fields)
    with atomic_write(filepath) as f:
        f.write(text + "\n")
