"""Configuration settings and their default values.

Do not edit: copy a setting into a file of your own (`~/.rezconfig`, or any file that
`$REZ_CONFIG_FILE` names) and change it there.

A setting is taken from the highest of these that has it:

1. this file;
2. each file of `$REZ_CONFIG_FILE`, in order (separated as in `$PATH`);
3. `~/.rezconfig`, unless `$REZ_DISABLE_HOME_CONFIG` is 1;
4. the environment: `$REZ_X` for setting `x` (lists are split at commas and blanks, dictionaries are written
   "k1:v1,k2:v2"), else `$REZ_X_JSON` (JSON), else `$PKG_X`, else `$PKG_X_JSON`;
5. while a package is built or released, the "config" section of its definition.

Files may be Python (`.py`), YAML or TOML (`.toml`). Plugin settings (under "plugins") do not come from the environment.
Values may hold "{system.platform}" and other attributes of the system object, "${HOME}" and other environment
variables, and a leading "~". A Python file also sees `rez_version`, `ModifyList` and `DelayLoad`.
"""
# mypy: disable-error-code="var-annotated"
from __future__ import annotations

import os

# -- Paths

# Where packages are looked for, in order. An earlier folder hides the same package in a later one.
packages_path = [
    "~/packages",           # installed by the user
    "~/.rez/packages/int",  # released inside the studio
    "~/.rez/packages/ext",  # released from outside
]

# Where a build installs to.
local_packages_path = "~/packages"

# Where a release installs to.
release_packages_path = "~/.rez/packages/int"

# Folder for temporary files. None: the system's.
tmpdir = None

# Folder for the temporary files of a resolved shell. None: the system's. A shared folder lets a remote
# process load the same context.
context_tmpdir = None

# Python paths that package definitions may import from while they are read from a developer's checkout. What is
# imported this way must be of no use to the installed package.
package_definition_build_python_paths = []

# Folder whose modules a package definition may share through `@include`.
package_definition_python_path = None

# -- Extensions

# Folders that hold a `rezplugins` package.
plugin_path = []

# Folders with bind modules, searched before the ones delivered here.
bind_module_path = []

# -- Caching

# Remember resolves in memcached.
resolve_caching = True

# Remember package definitions in memcached.
cache_package_files = True

# Remember directory listings in memcached.
cache_listdir = True

# How many package resources are kept in memory. -1: no limit, 0: none.
resource_caching_maxsize = -1

# Memcached servers, each "host:port". Empty: memcached is not used.
memcached_uri = []

# Entries of at least this many bytes are compressed: package definitions.
memcached_package_file_min_compress_len = 16384

# The same for context files.
memcached_context_file_min_compress_len = 1

# The same for directory listings.
memcached_listdir_min_compress_len = 16384

# The same for resolves.
memcached_resolve_min_compress_len = 1

# -- Package copy

# Whether a package that does not say so may be copied elsewhere.
default_relocatable = True

# The same by package name. Beats `default_relocatable`.
default_relocatable_per_package = None

# The same by repository path. Beats both.
default_relocatable_per_repository = None

# -- Package caching

# Whether a package that does not say so may be put into the package cache. None: as relocatable.
default_cachable = False

# The same by package name.
default_cachable_per_package = None

# The same by repository path. Beats both.
default_cachable_per_repository = None

# Folder of the package cache: copies of packages on a local disk. None: no cache.
cache_packages_path = None

# Let resolved environments use what is in the package cache.
read_package_cache = True

# Let resolved environments add to the package cache.
write_package_cache = True

# Days after which a cached variant that nobody used goes. 0: never.
package_cache_max_variant_days = 30

# Use the package cache for builds too.
package_cache_during_build = False

# Fill the package cache in the background.
package_cache_async = True

# Cache packages from the local packages path too.
package_cache_local = False

# Cache packages even where cache and repository share a device.
package_cache_same_device = False

# Seconds that a clean-up at the start of an environment may take. Negative: no limit.
package_cache_clean_limit = 0.5

# Days for which logs of the package cache are kept.
package_cache_log_days = 7

# Bytes to leave free on the device of the package cache.
package_cache_space_buffer = 104857600

# Percentage of the device from which the cache counts as full.
package_cache_used_threshold = 80

# -- Resolving

# Requests that every resolve starts from.
implicit_packages = [
    "~platform=={system.platform}",
    "~arch=={system.arch}",
    "~os=={system.os}",
]

# Replacements for platform names: {"os": {regular expression: replacement}}, likewise "arch".
platform_map = {}

# Show only what matters in the graph of a failed resolve.
prune_failed_graph = True

# Which variant of a package is preferred: "version_priority" takes the one with the highest versions of what was
# requested, "intersection_priority" the one that shares most packages with the request.
variant_select_mode = "version_priority"

# Packages that a resolve does not see: one filter, or a list of them, of rules to exclude and to include.
package_filter = None

# Orderers: the order in which versions of a package are tried. The first one that fits a package is used.
package_orderers = None

# Whether a package may lack a version.
allow_unversioned_packages = True

# Fail when a variant requires a package that is nowhere, rather than skip the variant.
error_on_missing_variant_requires = True

# -- Environment

# Variables that packages add to, keeping what the parent environment has.
parent_variables = []

# All variables are such.
all_parent_variables = False

# Variables that a package may overwrite although another set them before.
resetting_variables = []

# All variables are such.
all_resetting_variables = False

# Shell to use. Empty: the one you are in.
default_shell = ""

# Command that opens a terminal. None: detect one.
terminal_emulator_command = None

# Arguments of `subprocess.Popen` that detach a process into its own session. None: suitable ones.
new_session_popen_args = None

# Separators of path-like variables other than the system's.
env_var_separators = {
    "CMAKE_MODULE_PATH": ";",
    "DOXYGEN_TAGFILES": " ",
}

# Names (or patterns) of variables that hold paths, and so are converted for shells with other path forms.
pathed_env_vars = [
    "*PATH"
]

# Which suites a new environment sees: "never", "always", "parent" (those of the parent), "parent_priority"
# (those first).
suite_visibility = "always"

# Where the tools of this program stand in a new environment's $PATH: "never", "append" or "prepend".
rez_tools_visibility = "append"

# Source the commands of packages before the shell's own start-up files.
package_commands_sourced_first = True

# System paths for $PATH of new environments. Empty: ask the shell.
standard_system_paths = []

# A function, or "module.function" within `package_definition_build_python_paths`, that edits a package's data before
# it is built.
package_preprocess_function = None

# When it runs relative to a package's own: "before", "after", or "override" (the package's own instead).
package_preprocess_mode = "override"

# -- Context tracking

# AMQP server that hears of contexts being made and sourced. Empty: none.
context_tracking_host = ''

# How to talk to it. "exchange_routing_key" also distinguishes what happened.
context_tracking_amqp = {
    "userid": '',
    "password": '',
    "connect_timeout": 10,
    "exchange_name": '',
    "exchange_routing_key": 'REZ.CONTEXT',
    "message_delivery_mode": 1
}

# Fields of the context that a message holds.
context_tracking_context_fields = [
    "status",
    "timestamp",
    "solve_time",
    "load_time",
    "from_cache",
    "package_requests",
    "implicit_packages",
    "resolved_packages"
]

# Fields to add to a message.
context_tracking_extra_fields = {}

# -- Warnings and debugging

# Warn of shell start-up problems.
warn_shell_startup = False

# Warn of packages without timestamp.
warn_untimestamped = False

# All warnings, or none.
warn_all = False
warn_none = False

# Print files that are loaded.
debug_file_loads = False

# Print plugins that are loaded or fail to.
debug_plugins = False

# Print what a release does (version control, …).
debug_package_release = False

# Print the search for bind modules.
debug_bind_modules = False

# Print the search for package resources.
debug_resources = False

# Print packages excluded from a resolve.
debug_package_exclusions = False

# Print when the resolve memory is hit or missed.
debug_resolve_memcache = False

# Print when memcached is used.
debug_memcache = False

# Print context tracking errors.
debug_context_tracking = False

# Print what the start of a shell does.
debug_shell_startup = False

# All of these, or none.
debug_all = False
debug_none = False

# Report errors in package commands as one message. Off: as traceback.
catch_rex_errors = True

# Length at which the output of a failed shell command is cut.
shell_error_truncate_cap = 750

# -- Building

# Folder that builds happen in, relative to the package. May name other settings' values.
build_directory = "build"

# Threads of a build: a number, "physical_cores" or "logical_cores".
build_thread_count = "physical_cores"

# -- Releasing

# Release hook plugins to run, in order.
release_hooks = []

# Ask for a release message when none is given.
prompt_release_message = False

# Make a read-only package folder writable for as long as it is written to.
make_package_temporarily_writable = True

# Folder, beside variants, with short links to those with hashed names.
variant_shortlinks_dirname = "_v"

# Use these links in resolved environments.
use_variant_shortlinks = True

# Build process plugin to use.
default_build_process = "local"

# -- Suites

# What precedes an argument that is meant for the suite's wrapper, not the tool.
suite_alias_prefix_char = "+"

# -- Appearance

# Print less.
quiet = False

# Show progress bars.
show_progress = True

# Editor. None: detect one.
editor = None

# Image viewer. None: detect one.
image_viewer = None

# Browser. None: the default one.
browser = None

# Viewer of differences. None: detect one.
difftool = None

# Format of rendered graphs.
dot_image_format = "png"

# Change the prompt in resolved shells.
set_prompt = True

# Put the addition before the prompt, else after.
prefix_prompt = True

# -- Plugins

# Settings of plugins: {plugin type: {plugin name: {setting: value}}}. See `rez-config plugins`.
plugins = {}

# -- Limits

# Characters of a changelog kept in a released package. 0: no limit.
max_package_changelog_chars = 65536

# Revisions of it. 0: no limit.
max_package_changelog_revisions = 0

# -- Rez-1 and other scripts

# What `create_executable_script` writes: "single" (as named), "py", "platform_specific" (what the platform can start)
# or "both".
create_executable_script_mode = "single"

# Arguments added to each `pip install`.
pip_extra_args = []

# Where pip says a file is and where it is, and where it goes in the package. Regular expressions in which {s} (or
# {sep}) is the path separator and {p} (or {pardir}) the parent folder.
pip_install_remaps = [
    {
        "record_path": r"^{p}{s}{p}{s}(bin{s}.*)",
        "pip_install": r"\1",
        "rez_install": r"\1",
    },
    {
        "record_path": r"^{p}{s}{p}{s}lib{s}python{s}(.*)",
        "pip_install": r"\1",
        "rez_install": r"python{s}\1",
    },
]

# Values for package commands, read there with `optionvars`.
optionvars = None

# -- Deprecated; without effect

# Warned of, or failed at, package commands of the form before version 2.
warn_old_commands = True
error_old_commands = False
debug_old_commands = False

# Set the variables of version 1.
rez_1_environment_variables = False

# Reject what version 1 wrote.
disable_rez_1_compatibility = True

# -- Help

# Where the documentation is.
documentation_url = "https://rez.readthedocs.io"

# -- Colours: names of colours, None, or lists of styles ("bright", "dim", "normal")

# Colour the output: True (on a terminal), False, or "force".
color_enabled = (os.name == "posix")

# By severity of a message.
critical_fore = "red"
critical_back = None
critical_styles = ["bright"]

error_fore = "red"
error_back = None
error_styles = None

warning_fore = "yellow"
warning_back = None
warning_styles = None

info_fore = "green"
info_back = None
info_styles = None

debug_fore = "blue"
debug_back = None
debug_styles = None

# Headings of a context.
heading_fore = None
heading_back = None
heading_styles = ["bright"]

# Local packages.
local_fore = "green"
local_back = None
local_styles = None

# Implicit requests.
implicit_fore = "cyan"
implicit_back = None
implicit_styles = None

# Ephemerals.
ephemeral_fore = "blue"
ephemeral_back = None
ephemeral_styles = None

# Aliases of suites.
alias_fore = "cyan"
alias_back = None
alias_styles = None

# -- Graphical interface

# Qt binding to use, where both are installed.
use_pyside = False
use_pyqt = False

# Use threads.
gui_threads = True
