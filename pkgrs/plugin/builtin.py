"""The plugins that are delivered here."""
from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Dict


# By plugin type and name, what the plugin does. Its module is `rezplugins.<type>.<name>`.
BUILTIN: Dict[str, Dict[str, str]] = {
    "shell": {
        "bash": "Bash shell",
        "cmd": "Windows Command Prompt (DOS) shell.",
        "csh": "CSH shell",
        "gitbash": "Git Bash (for Windows) shell",
        "powershell": "Windows PowerShell 5",
        "pwsh": "PowerShell Core 6+",
        "sh": "SH shell",
        "tcsh": "TCSH shell",
        "zsh": "Zsh shell",
        "fish": "Fish shell",
        "nushell": "Nushell",
    },
    "release_vcs": {
        "git": "Git version control",
        "hg": "Mercurial version control",
        "stub": "Stub version control system, for testing purposes",
        "svn": "Svn version control",
    },
    "release_hook": {
        "amqp": "Publishes a message to the broker.",
        "command": "Executes pre- and post-release shell commands",
        "emailer": "Sends a post-release email",
    },
    "build_system": {
        "cargo": "Cargo build system",
        "cmake": "CMake-based build system",
        "custom": "Package-defined build command",
        "make": "Make-based build system",
    },
    "package_repository": {
        "filesystem": "Filesystem-based package repository",
        "memory": "In-memory package repository",
    },
    "build_process": {
        "local": "Builds packages on local host",
        "remote": "Builds packages on remote hosts",
    },
    "command": {},
}


# Where the plugins of a type are implemented, if in modules that have `register_plugin`, too: to import these alone is
# faster, as long as nobody asks for the plugin's module.
_IMPLEMENTATIONS = {"shell": "pkgrs.shell.%s", "package_repository": "pkgrs.repository.%s"}


def implementation_module(plugin_type: str, plugin_name: str) -> str:
    """Name of the module that implements a plugin that is delivered here; may be that which `builtin_module` names."""
    pattern = _IMPLEMENTATIONS.get(plugin_type)
    return pattern % plugin_name if pattern else builtin_module(plugin_type, plugin_name)


def builtin_module(plugin_type: str, plugin_name: str) -> str:
    """Name of the module of a plugin that is delivered here."""
    return "rezplugins.%s.%s" % (plugin_type, plugin_name)
