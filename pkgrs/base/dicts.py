"""Merging, comparing and filtering nested dictionaries, and the modifiers that a merge obeys."""
from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Dict, List, Optional, Tuple

    DictDiff = Tuple[List[List[Any]], List[List[Any]], List[List[Any]]]


__all__ = [
    "ModifyList", "DelayLoad", "remove_nones", "deep_update", "deep_del",
    "get_dict_diff", "get_dict_diff_str", "convert_json_safe",
]


class ModifyList:
    """Value in a configuration that extends a list set earlier, rather than replacing it.

    Args:
        append: Entries that go to the end.
        prepend: Entries that go to the front.

    Raises:
        ValueError: If either is neither None nor a list.
    """

    def __init__(self, append: Optional[List[Any]] = None, prepend: Optional[List[Any]] = None) -> None:
        for entries in (prepend, append):
            if entries is not None and not isinstance(entries, list):
                raise ValueError("Expected list in ModifyList, not %r" % entries)
        self.prepend: List[Any] = prepend or []
        self.append: List[Any] = append or []

    def apply(self, v: Optional[List[Any]]) -> List[Any]:
        """Get a new list: the given one (None counts as empty), extended.

        Raises:
            ValueError: If the value isn't a list.
        """
        if v is None:
            current: List[Any] = []
        elif isinstance(v, list):
            current = v
        else:
            raise ValueError("Attempted to apply ModifyList to non-list: %r" % (v,))
        return self.prepend + current + self.append


class DelayLoad:
    """Value in a configuration that stands in a YAML (.yaml, .yml) or JSON (.json) file.

    The file is read when the value is asked for.

    Args:
        filepath: The file; a leading `~` is the home directory.
    """

    def __init__(self, filepath: str) -> None:
        self.filepath: str = os.path.expanduser(filepath)

    def __str__(self) -> str:
        return "%s(%s)" % (self.__class__.__name__, self.filepath)

    def get_value(self) -> Any:
        """Read the file.

        Raises:
            ValueError: If its type isn't known, or it can't be read or parsed.
        """
        parse = self._parser()
        try:
            with open(self.filepath, encoding="utf-8") as f:
                text = f.read()
        except Exception as e:
            raise ValueError("Error reading %s: %s: %s" % (self, e.__class__.__name__, e)) from e

        try:
            return parse(text)
        except Exception as e:
            raise ValueError("Error loading from %s: %s: %s" % (self, e.__class__.__name__, e)) from e

    def _parser(self) -> Callable[[str], Any]:
        extension = os.path.splitext(self.filepath)[-1]
        if extension in (".yaml", ".yml"):
            from pkgrs.base.yaml import load_yaml_text
            return load_yaml_text
        if extension == ".json":
            import json
            return json.loads
        raise ValueError("Error in DelayLoad - unsupported file format %s" % self.filepath)


for _class in (ModifyList, DelayLoad):
    _class.__module__ = "rez.utils.data_utils"


def remove_nones(**kwargs: Any) -> Dict[str, Any]:
    """Get the keyword arguments whose value isn't None, as a dictionary."""
    return {key: value for key, value in kwargs.items() if value is not None}


def _settled(value: Any) -> Any:
    # A list modifier with nothing to modify yet becomes its list; dictionaries are copied all the
    # way down, so that later merges into the result leave the source alone.
    if isinstance(value, ModifyList):
        return value.apply(None)
    if isinstance(value, dict):
        return {key: _settled(entry) for key, entry in value.items()}
    return value


def deep_update(dict1: Dict[Any, Any], dict2: Dict[Any, Any]) -> None:
    """Merge the second dictionary into the first one, level by level.

    Where both hold a dictionary these are merged; a `ModifyList` extends the list of the
    first; any other value replaces. Every `ModifyList` left in the first becomes its list.
    The second dictionary stays as it is.

    Raises:
        ValueError: If a `ModifyList` meets something that is not a list.
    """
    for key, value in dict1.items():
        if isinstance(value, ModifyList):
            dict1[key] = value.apply(None)

    for key, new in dict2.items():
        if key not in dict1:
            dict1[key] = _settled(new)
            continue

        old = dict1[key]
        if isinstance(new, ModifyList):
            dict1[key] = new.apply(old)
        elif isinstance(old, dict) and isinstance(new, dict):
            deep_update(old, new)
        else:
            dict1[key] = _settled(new)


def deep_del(data: Dict[Any, Any], fn: Callable[[Any], bool]) -> Dict[Any, Any]:
    """Copy a nested dictionary without the values that a predicate picks.

    Args:
        data: Source; it and the dictionaries inside stay as they are.
        fn: True for each value to leave out. It isn't asked about nested dictionaries that
            are left over empty.
    """
    result: Dict[Any, Any] = {}
    for key, value in data.items():
        if fn(value):
            continue
        result[key] = deep_del(value, fn) if isinstance(value, dict) else value
    return result


def get_dict_diff(d1: Dict[Any, Any], d2: Dict[Any, Any]) -> DictDiff:
    """Compare two nested dictionaries.

    Returns:
        Three lists of key paths: added in `d2`, removed from `d1`, and of different value.
    """
    added: List[List[Any]] = []
    removed: List[List[Any]] = []
    changed: List[List[Any]] = []

    def compare(left: Dict[Any, Any], right: Dict[Any, Any], path: List[Any]) -> None:
        for key, old in left.items():
            here = path + [key]
            if key not in right:
                removed.append(here)
                continue
            new = right[key]
            if old == new:
                continue
            if isinstance(old, dict) and isinstance(new, dict):
                compare(old, new, here)
            else:
                changed.append(here)
        added.extend(path + [key] for key in right if key not in left)

    compare(d1, d2, [])
    return added, removed, changed


def get_dict_diff_str(d1: Dict[Any, Any], d2: Dict[Any, Any], title: str) -> str:
    """Describe what `get_dict_diff` finds in a few lines, below the title."""
    lines = [title]
    labels = ("Added attributes", "Removed attributes", "Changed attributes")
    for label, paths in zip(labels, get_dict_diff(d1, d2)):
        if paths:
            lines.append("%s: %s" % (label, [".".join(path) for path in paths]))
    return "\n".join(lines)


def convert_json_safe(value: Any) -> Any:
    """Get the value with every part that JSON can't express replaced by its string."""
    import json
    try:
        json.dumps(value)
    except (TypeError, ValueError, OverflowError):
        pass
    else:
        return value

    if isinstance(value, dict):
        return {key: convert_json_safe(entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple, set)):
        return type(value)(convert_json_safe(entry) for entry in value)
    return str(value)
