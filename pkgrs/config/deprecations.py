"""Settings that are to go."""
from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Dict, Optional, Union


class _Deprecation:
    """When a setting goes, and what else to say of it.

    Args:
        removed_in: Version that no longer has it. Empty: not known yet.
        extra: More text for the warning.
    """

    def __init__(self, removed_in: str, extra: Optional[str] = None) -> None:
        self.__removed_in = removed_in
        self.__extra = extra

    def get_message(self, name: str, env_var: Union[bool, str] = False) -> str:
        """The text of the warning.

        Args:
            name: The setting.
            env_var: The environment variable that gave it, if one did.
        """
        source = " (configured through the %s environment variable)" % env_var if env_var else ""
        text = "config setting named %r%s is deprecated and will be removed in %s." % (
            name, source, self.__removed_in)
        if self.__extra:
            text += " " + self.__extra
        return text

    def warn(self, name: str, env_var: Union[bool, str] = False, filename: Optional[str] = None) -> None:
        """Warn that the setting is used.

        Args:
            name: The setting.
            env_var: The environment variable that gave it, if one did.
            filename: The configuration file that gave it, if one did.
        """
        from pkgrs.base.deprecate import RezDeprecationWarning, warn

        source = filename or (env_var if isinstance(env_var, str) else None)
        warn(self.get_message(name, env_var), RezDeprecationWarning, pre_formatted=True, filename=source)


_deprecated_settings: Dict[str, _Deprecation] = {
    key: _Deprecation("the future")
    for key in (
        "warn_old_commands", "error_old_commands", "rez_1_environment_variables", "disable_rez_1_compatibility")
}
