"""Release hooks: what a studio does around a release."""
from __future__ import annotations

from enum import Enum
from typing import Any, Iterable, List, Optional

from pkgrs.base.log import print_debug, print_warning
from pkgrs.package.developer import get_developer_package
from pkgrs.plugin.manager import plugin_manager


def get_release_hook_types() -> List[str]:
    """The names of the release hooks."""
    return plugin_manager.get_plugins("release_hook")


def create_release_hook(name: str, source_path: str) -> ReleaseHook:
    """The hook of that name.

    Args:
        name: Name of the plugin.
        source_path: Folder with the source of the package that is released.

    Raises:
        RezPluginError: There is no such hook.
    """
    hook: ReleaseHook = plugin_manager.create_instance("release_hook", name, source_path=source_path)
    return hook


def create_release_hooks(names: Iterable[str], source_path: str) -> List[ReleaseHook]:
    """The hooks of these names; one that can't be made is left out, with a warning. See `create_release_hook`."""
    hooks = []
    for name in names:
        try:
            hooks.append(create_release_hook(name, source_path))
        except Exception:  # a hook of a third party may fail in any way
            import traceback
            print_warning("Release hook '%s' is not available." % name)
            print_debug(traceback.format_exc())
    return hooks


class ReleaseHook:
    """Base of the release hook plugins.

    Args:
        source_path: Folder with the source of the package that is released.
    """

    @classmethod
    def name(cls) -> str:
        """Its name as a plugin."""
        raise NotImplementedError

    def __init__(self, source_path: str) -> None:
        self.package = get_developer_package(source_path)
        self.source_path = source_path
        settings = self.package.config.plugins.release_hook
        self.type_settings, self.settings = settings, settings.get(self.name())

    def pre_build(self, user: str, install_path: str, variants: Optional[List[int]] = None,
                  release_message: Optional[str] = None, changelog: Optional[str] = None,
                  previous_version: Any = None, previous_revision: Any = None, **kwargs: Any) -> None:
        """For build processes that build before they release; the ones delivered here do not call it.

        Args:
            user: Who releases.
            install_path: The repository that is released to.
            variants: Indexes of those that are released; all if None.
            release_message: What the user says of the release.
            changelog: What changed since the last one.
            previous_version: The version of the last one.
            previous_revision: What that was made from.

        Raises:
            ReleaseHookCancellingError: To cancel the release.
        """

    def pre_release(self, user: str, install_path: str, variants: Optional[List[int]] = None,
                    release_message: Optional[str] = None, changelog: Optional[str] = None,
                    previous_version: Any = None, previous_revision: Any = None, **kwargs: Any) -> None:
        """Called when the release is found to be allowed, before anything is built; see `pre_build`."""

    def post_release(self, user: str, install_path: str, variants: List[Any],
                     release_message: Optional[str] = None, changelog: Optional[str] = None,
                     previous_version: Any = None, previous_revision: Any = None, **kwargs: Any) -> None:
        """Called when the variants are installed, before the tag is made; `variants` are the installed ones.

        See `pre_build`.
        """


class ReleaseHookEvent(Enum):
    """When hooks are called: the event's name for people, what a hook would cancel, and the method."""

    pre_build = ("pre-build", "build", "pre_build")
    pre_release = ("pre-release", "release", "pre_release")
    post_release = ("post-release", "release", "post_release")

    def __init__(self, label: str, noun: str, func_name: str) -> None:
        self.label = label
        self.noun = noun
        self.__name__ = func_name


ReleaseHookEvent.__module__ = "rez.release_hook"
