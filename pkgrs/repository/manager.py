"""The repositories that a process uses."""
from __future__ import annotations


from pkgrs.base.data import cached_property
from pkgrs.base.resources import ResourcePool
from pkgrs.config.config import config
from pkgrs.platform.hooks import on_clear_caches
from pkgrs.plugin.manager import plugin_manager
from pkgrs.repository.base import PackageRepository

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List, Optional, Tuple
    from pkgrs.base.resources import Resource, ResourceHandle


def get_package_repository_types() -> List[str]:
    """Names of the available types of repository."""
    return plugin_manager.get_plugins("package_repository")


def create_memory_package_repository(repository_data: Dict[str, Any]) -> Any:
    """Make a repository that lives in memory.

    Args:
        repository_data: Name of each family -> version of each package -> its definition.
    """
    cls = plugin_manager.get_plugin_class("package_repository", "memory")
    return cls.create_repository(repository_data)


class PackageRepositoryManager:
    """Opens repositories, each once, which then share a pool of resources."""

    def __init__(self, resource_pool: Optional[ResourcePool] = None) -> None:
        """
        Args:
            resource_pool: Pool to use; one of its own by default.
        """
        self._given_pool = resource_pool
        self.repositories: Dict[str, PackageRepository] = {}

    @cached_property
    def pool(self) -> ResourcePool:
        """Keeper of the resources of all repositories."""
        if self._given_pool is not None:
            return self._given_pool
        cache_size = config.resource_caching_maxsize
        return ResourcePool(cache_size=None if cache_size < 0 else cache_size)

    def get_repository(self, path: str) -> PackageRepository:
        """The repository at a path.

        Args:
            path: Location, after its type and a `@` unless it is a filesystem repository.

        Raises:
            RezPluginError: There is no such type.
        """
        found = self.repositories.get(path) or self.repositories.get("filesystem@" + path)
        if found is not None:  # the path is as it would be normalised
            return found
        repo_type, location = _split_path(path)
        normalised = "%s@%s" % (repo_type, location)
        repository = self.repositories.get(normalised)
        if repository is None:
            repository = self._get_repository(normalised)
            # a location may be written in several ways; a repository knows the proper one
            repository = self.repositories.setdefault(str(repository), repository)
            self.repositories[normalised] = repository
        return repository

    def are_same(self, path_1: str, path_2: str) -> bool:
        """True if both paths are of the same repository.

        Args:
            path_1: As for `get_repository`.
            path_2: The same.
        """
        if path_1 == path_2:
            return True
        return self.get_repository(path_1).uid == self.get_repository(path_2).uid

    def get_resource(self, resource_key: str, repository_type: str, location: str, **variables: Any) -> Resource:
        """A resource of some repository.

        Args:
            resource_key: Type of the resource.
            repository_type: Type of the repository.
            location: Where that is.
            variables: What tells the resource from others.

        Raises:
            ResourceError: The type of resource is unknown.
        """
        repository = self.get_repository("%s@%s" % (repository_type, location))
        return repository.get_resource(resource_key, **variables)

    def get_resource_from_handle(self, resource_handle: ResourceHandle) -> Resource:
        """The resource that a handle names.

        Args:
            resource_handle: The handle.

        Raises:
            ValueError: The handle doesn't name a repository.
            ResourceError: The type of resource is unknown.
        """
        origin = [resource_handle.get(name) for name in ("repository_type", "location")]
        if not all(origin):
            raise ValueError("PackageRepositoryManager requires resource_handle objects to have a "
                             "repository_type and location defined")
        return self.get_repository("@".join(origin)).get_resource_from_handle(resource_handle)

    def clear_caches(self) -> None:
        """Forget all that is cached, so that changes are seen. Repositories stay open."""
        for repository in {id(each): each for each in self.repositories.values()}.values():
            repository.clear_caches()
        self.pool.clear_caches()

    def _get_repository(self, path: str, **repo_args: Any) -> PackageRepository:
        """Open a repository."""
        repo_type, location = path.split("@", 1)
        cls = plugin_manager.get_plugin_class("package_repository", repo_type)
        return cls(location, self.pool, **repo_args)


def _split_path(path: str) -> Tuple[str, str]:
    repo_type, separator, location = path.partition("@")
    if not separator:
        repo_type, location = "filesystem", path
    if repo_type == "filesystem":
        from os.path import abspath
        location = abspath(location)
    return repo_type, location


package_repository_manager = PackageRepositoryManager()


@on_clear_caches
def _clear_caches(hard: bool) -> None:
    if hard:
        import pkgrs.cache.memcached  # noqa: F401  it registers a function for this, which is then called as well
    package_repository_manager.clear_caches()
