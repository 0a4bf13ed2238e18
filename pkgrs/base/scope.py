"""Nested settings as attributes, and `with` blocks that collect their variables as settings."""
from __future__ import annotations

import sys
from collections import UserDict
from typing import TYPE_CHECKING, Any, Dict, List, Optional, Tuple

from pkgrs.base.format import StringFormatMixin, StringFormatType

if TYPE_CHECKING:
    from types import FrameType
    _UserDict = UserDict[str, Any]
else:
    _UserDict = UserDict

__all__ = ["RecursiveAttribute", "ScopeContext", "scoped_formatter", "scoped_format"]


class RecursiveAttribute(_UserDict, StringFormatMixin):
    """A dictionary whose keys are attributes; those that aren't there are made by use.

    With `a = RecursiveAttribute()`, the assignment `a.foo.bar = 5` makes `a` hold `{"foo": {"bar": 5}}`. Merely
    to look at `a.foo` changes nothing.

    Args:
        data: Nested dictionary to begin with.
        read_only: Forbid to assign attributes, and don't make any.
    """

    format_expand = StringFormatType.unchanged

    def __init__(self, data: Optional[Dict[str, Any]] = None, read_only: bool = False) -> None:
        self.__dict__.update(data={}, read_only=False)
        self._update(data or {})
        self.__dict__["read_only"] = read_only

    def __getattr__(self, attr: str) -> Any:
        data = self.__dict__.get("data")
        if data is not None and attr in data:
            return data[attr]
        special = attr.startswith("__") and attr.endswith("__")
        if data is None or special or self.__dict__["read_only"]:
            raise AttributeError("'%s' object has no attribute '%s'" % (self.__class__.__name__, attr))

        child = self._create_child_attribute(attr)
        # It becomes part of this object when something is assigned to it.
        child.__dict__["pending"] = (attr, self)
        return child

    def __setattr__(self, attr: str, value: Any) -> None:
        if self.__dict__["read_only"]:
            reason = "'%s' object attribute '%s' is read-only" if attr in self.data \
                else "'%s' object has no attribute '%s'"
            raise AttributeError(reason % (self.__class__.__name__, attr))
        self.data[attr] = value
        self._reparent()

    def __getitem__(self, attr: str) -> Any:
        return getattr(self, attr)

    def __str__(self) -> str:
        return str(self.to_dict())

    def __repr__(self) -> str:
        return "%s(%s)" % (self.__class__.__name__, self)

    def _create_child_attribute(self, attr: str) -> RecursiveAttribute:
        """Make the object for an attribute that isn't there; a subclass may make another."""
        return RecursiveAttribute()

    def _reparent(self) -> None:
        pending = self.__dict__.pop("pending", None)
        if pending is not None:
            name, parent = pending
            setattr(parent, name, self)

    def to_dict(self) -> Dict[str, Any]:
        """Get plain, nested dictionaries."""
        return {
            name: value.to_dict() if isinstance(value, RecursiveAttribute) else value
            for name, value in self.data.items()
        }

    def copy(self) -> RecursiveAttribute:
        """Get an object of the same class with the same attributes, of which nested ones are shared."""
        other = self.__class__()
        other.__dict__.update(data=self.data.copy(), read_only=self.__dict__["read_only"])
        return other

    def update(self, data: Dict[str, Any]) -> None:  # type: ignore[override]
        """Set attributes.

        Args:
            data: Nested dictionary.

        Raises:
            AttributeError: If the object is read-only.
        """
        if self.__dict__["read_only"]:
            raise AttributeError("read-only, cannot be updated")
        self._update(data)

    def _update(self, data: Dict[str, Any]) -> None:
        for name, value in data.items():
            if isinstance(value, dict):
                child = self._create_child_attribute(name)
                child._update(value)
                value = child
            self.data[name] = value


class _Scope(RecursiveAttribute):
    # The settings of one block. At the end of it, the variables assigned inside are taken over and, where Python
    # lets them be (not inside functions), set back to what they were.

    def __init__(self, name: Optional[str] = None, context: Optional[ScopeContext] = None) -> None:
        RecursiveAttribute.__init__(self)
        self.__dict__.update(name=name, context=context, locals=None)

    def _create_child_attribute(self, attr: str) -> RecursiveAttribute:
        return RecursiveAttribute()

    def __enter__(self) -> _Scope:
        self.__dict__["locals"] = dict(sys._getframe(1).f_locals)
        return self

    def __exit__(self, *args: Any) -> None:
        frame = sys._getframe(1)
        before: Dict[str, Any] = self.__dict__["locals"]
        after = frame.f_locals
        assigned = {
            name: value for name, value in after.items()
            if not isinstance(value, _Scope) and (name not in before or not _is_equal(before[name], value))
        }
        self.__dict__["locals"] = None
        if not _is_function(frame):
            for name in list(after):
                if name not in before:
                    del after[name]
            after.update(before)

        self.update(assigned)
        self.__dict__["context"]._scope_exit(self.__dict__["name"])


_CO_OPTIMIZED = 1


def _is_function(frame: FrameType) -> bool:
    return bool(frame.f_code.co_flags & _CO_OPTIMIZED)


def _is_equal(old: Any, new: Any) -> bool:
    return old is new or bool(old == new)


for _class in (RecursiveAttribute, _Scope):
    _class.__module__ = "rez.utils.scope"


class ScopeContext:
    """Maker of `with` blocks that collect variables as nested settings.

    After::

        scope = ScopeContext()
        with scope("animal"):
            count = 2
            with scope("dog") as d:
                friendly = True
                d.breed.name = "terrier"

    `scope.to_dict()` is `{"animal": {"count": 2, "dog": {"friendly": True, "breed": {"name": "terrier"}}}}`. A block
    may be entered again; its settings are merged.
    """

    def __init__(self) -> None:
        self.scopes: Dict[Tuple[str, ...], _Scope] = {}
        self.scope_stack: List[_Scope] = [_Scope()]
        self._path: List[str] = []

    def __call__(self, name: str) -> _Scope:
        """Open a block, inside the one that is open.

        Args:
            name: Key of its settings.
        """
        self._path.append(name)
        path = tuple(self._path)
        scope = self.scopes.get(path)
        if scope is None:
            scope = self.scopes[path] = _Scope(name, self)
            setattr(self.scope_stack[-1], name, scope)
        self.scope_stack.append(scope)
        return scope

    def _scope_exit(self, name: str) -> None:
        scope = self.scope_stack.pop()
        assert self.scope_stack and scope.__dict__["name"] == name
        self._path.pop()

    def to_dict(self) -> Dict[str, Any]:
        """Get all settings collected so far, as plain, nested dictionaries."""
        return self.scope_stack[0].to_dict()

    def __str__(self) -> str:
        return str(tuple(sorted(".".join(path) for path in self.scopes)))


def scoped_formatter(**objects: Any) -> RecursiveAttribute:
    """Get an object with a `format` method, whose fields are attributes of the given objects.

    Args:
        objects: Objects by name. The entries of a dictionary, and of those inside, can be reached with dots.
    """
    return RecursiveAttribute(objects, read_only=True)


def scoped_format(txt: str, **objects: Any) -> str:
    """Format a string such as `hello {foo.name}`.

    Args:
        txt: Format string.
        objects: Objects by name, see `scoped_formatter`; `pretty` and `expand` see `ObjectStringFormatter`.
    """
    pretty = objects.pop("pretty", RecursiveAttribute.format_pretty)
    expand = objects.pop("expand", RecursiveAttribute.format_expand)
    return scoped_formatter(**objects).format(txt, pretty=pretty, expand=expand)
