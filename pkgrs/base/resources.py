"""Resources: data that is named by a type and some variables, loaded when needed, and cached.

A handle is the name; a resource is the named thing, which loads its data on first use; a pool
keeps one resource per handle; a wrapper gives several types of resource one public face.
"""
from __future__ import annotations

from functools import lru_cache

from pkgrs.base.metaclasses import AttributeForwardMeta, LazyAttributeMeta
from pkgrs.base.descriptors import cached_property
from pkgrs.errors import ResourceError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Collection, Dict, Mapping, Optional, Tuple, Type
    from pkgrs.base.schema import Schema


__all__ = ["ResourceHandle", "Resource", "ResourcePool", "ResourceWrapper"]


class ResourceHandle:
    """The name of a resource, from which a pool finds the resource again.

    Args:
        key: Type of the resource.
        variables: What tells it from others of its type. Not to be changed afterwards.
    """

    __module__ = "rez.utils.resources"

    def __init__(self, key: str, variables: Optional[Dict[str, Any]] = None) -> None:
        self.key = key
        self.variables: Dict[str, Any] = variables or {}

    def get(self, key: str, default: Any = None) -> Any:
        """Get a variable, or the default if there is no such variable."""
        return self.variables.get(key, default)

    def to_dict(self) -> Dict[str, Any]:
        """Get the handle as a dictionary of `key` and `variables`."""
        return {"key": self.key, "variables": self.variables}

    @classmethod
    def from_dict(cls, d: Dict[str, Any]) -> ResourceHandle:
        """Make a handle of what `to_dict` gave.

        Raises:
            TypeError: If the dictionary has other or missing entries.
        """
        return cls(**d)

    def _hashable_repr(self) -> Tuple[str, Tuple[Tuple[str, Any], ...]]:
        return self.key, tuple(sorted(self.variables.items()))

    def __str__(self) -> str:
        return str(self.to_dict())

    def __repr__(self) -> str:
        return "%s(%r, %r)" % (self.__class__.__name__, self.key, self.variables)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, ResourceHandle):
            return NotImplemented
        return self.key == other.key and self.variables == other.variables

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        # Kept, but not as a mark of identity: it must not show in the instance's state.
        return hash((self.key, frozenset(self.variables.items())))


class Resource(metaclass=LazyAttributeMeta):
    """Base class of a type of resource.

    A subclass sets `key`, its type; `schema`, if it has data, whose keys become attributes
    that are validated one by one when read; and `schema_error`, what bad data raises.

    Args:
        variables: Variables that name this resource.
    """

    __module__ = "rez.utils.resources"

    key: str = None  # type: ignore[assignment]
    schema: Optional[Schema] = None
    schema_error: Type[Exception] = Exception

    @classmethod
    def normalize_variables(cls, variables: Dict[str, Any]) -> Dict[str, Any]:
        """Give a subclass the chance to bring variables to a standard form.

        Called where handles are made, so that equal resources have equal handles.
        """
        return variables

    def __init__(self, variables: Optional[Dict[str, Any]] = None) -> None:
        self.variables: Dict[str, Any] = self.normalize_variables(variables or {})

    @cached_property
    def handle(self) -> ResourceHandle:
        """Name of this resource."""
        return ResourceHandle(self.key, self.variables)

    @cached_property
    def _data(self) -> Optional[Dict[str, Any]]:
        if self.schema is None:
            return None

        return self._load()

    def get(self, key: str, default: Any = None) -> Any:
        """Get a variable, or the default if there is no such variable."""
        return self.variables.get(key, default)

    def _load(self) -> Dict[str, Any]:
        """Load the data. Called at most once per resource, and only if there is a schema."""
        raise NotImplementedError

    def __str__(self) -> str:
        return "%s%r" % (self.key, self.variables)

    def __repr__(self) -> str:
        return "%s(%r)" % (self.__class__.__name__, self.variables)

    def __hash__(self) -> int:
        return hash((self.__class__, self.handle))

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if not isinstance(other, Resource):
            return NotImplemented
        return self.handle == other.handle


class ResourcePool:
    """Maker and keeper of resources.

    Args:
        cache_size: How many resources to keep: any number if None, none if zero.
    """

    __module__ = "rez.utils.resources"

    def __init__(self, cache_size: Optional[int] = None) -> None:
        self.resource_classes: Dict[str, Type[Resource]] = {}
        self.cached_get_resource = lru_cache(maxsize=cache_size)(self._get_resource)
        self._later: Dict[str, Tuple[str, str]] = {}

    def register_resource(self, resource_class: Type[Resource]) -> None:
        """Make a type of resource known.

        Raises:
            ResourceError: If another class is registered for its key.
        """
        key = resource_class.key
        assert key is not None
        if key in self._later:
            self.get_resource_class(key)
        known = self.resource_classes.setdefault(key, resource_class)
        if known is not resource_class:
            raise ResourceError(
                "Error registering resource class %s: Resource pool has already registered %r to %s"
                % (resource_class.__class__.__name__, key, known.__class__.__name__))

    def register_later(self, key: str, module: str, class_name: str) -> None:
        """Make a type of resource known whose class is imported when it is needed, unless the type is known already.

        Args:
            key: The class's key.
            module: The module that has it.
            class_name: Its name there.
        """
        if key not in self.resource_classes:
            self._later[key] = module, class_name

    def get_resource_from_handle(self, resource_handle: ResourceHandle) -> Resource:
        """Get the resource of that name.

        Raises:
            ResourceError: If its type isn't registered.
        """
        return self.cached_get_resource(resource_handle)

    def clear_caches(self) -> None:
        """Forget all resources."""
        self.cached_get_resource.cache_clear()

    def get_resource_class(self, resource_key: str) -> Type[Resource]:
        """Get the class registered for a type.

        Raises:
            ResourceError: If there is none.
        """
        found = self.resource_classes.get(resource_key)
        if found is not None:
            return found
        if resource_key not in self._later:
            raise ResourceError("Error getting resource from pool: Unknown resource type %r" % resource_key)
        from importlib import import_module
        module, class_name = self._later.pop(resource_key)
        self.register_resource(getattr(import_module(module), class_name))
        return self.resource_classes[resource_key]

    def _get_resource(self, resource_handle: ResourceHandle) -> Resource:
        resource_class = self.get_resource_class(resource_handle.key)
        return resource_class(resource_handle.variables)


class ResourceWrapper(metaclass=AttributeForwardMeta):
    """Base class of an object that stands for a resource.

    A subclass lists in `keys` the attributes to take over from the resource, and may add its own,
    for instance such as follow from the variables alone and so need no data to be loaded.
    """

    __module__ = "rez.utils.resources"

    keys: Optional[Collection[str]] = None

    def __init__(self, resource: Resource) -> None:
        self.wrapped = resource

    @property
    def resource(self) -> Resource:
        """The wrapped resource."""
        return self.wrapped

    @property
    def handle(self) -> ResourceHandle:
        """Name of the wrapped resource."""
        return self.resource.handle

    @property
    def data(self) -> Optional[Mapping[str, Any]]:
        """The wrapped resource's data as it was loaded, not validated."""
        return self.resource._data

    def validated_data(self) -> Optional[Dict[str, Any]]:
        """Get the wrapped resource's data, all of it valid; raises its `schema_error` if not."""
        return self.resource.validated_data()  # type: ignore[attr-defined]

    def validate_data(self) -> None:
        """Validate the wrapped resource's data; raises its `schema_error`."""
        self.resource.validate_data()  # type: ignore[attr-defined]

    def __eq__(self, other: object) -> bool:
        return self.__class__ is other.__class__ and self.resource == other.resource  # type: ignore[attr-defined]

    def __str__(self) -> str:
        return "%s(%s)" % (self.__class__.__name__, self.resource)

    def __repr__(self) -> str:
        return "%s(%r)" % (self.__class__.__name__, self.resource)

    def __hash__(self) -> int:
        return hash((self.__class__, self.resource))
