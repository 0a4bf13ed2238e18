"""The environment of a context, as rex commands: the system's part, the packages' variables and commands."""
from __future__ import annotations

import os

from pkgrs.base.text import header_comment, minor_header_comment
from pkgrs.config.config import config
from pkgrs.definition.source import SourceCodeError
from pkgrs.errors import PackageCommandError, RexError, _NeverError
from pkgrs.platform.system import system
from pkgrs.rex.bindings import (
    EphemeralsBinding, RequirementsBinding, VariantBinding, VariantsBinding, VersionBinding, intersects,
)
from pkgrs.rex.executor import RexExecutor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List, Mapping, Optional


_COMMANDS = ("pre_commands", "commands", "post_commands")
_VERSION_PARTS = ("MAJOR", "MINOR", "PATCH")


def create_executor(interpreter: Any, parent_environ: Optional[Mapping[str, str]]) -> RexExecutor:
    """Get an executor of rex code, set up as configured."""
    parent_variables = True if config.all_parent_variables else config.parent_variables
    return RexExecutor(interpreter=interpreter, parent_environ=parent_environ, parent_variables=parent_variables)


def pre_resolve_bindings(context: Any) -> Dict[str, Any]:
    """Get the names that code sees before the context is resolved."""
    requests = context.requested_packages(True)
    return {
        "system": system,
        "building": context.building,
        "testing": context.testing,
        "request": RequirementsBinding(context.requested_packages()),
        "implicits": RequirementsBinding(context.implicit_packages),
        "ephemerals": EphemeralsBinding([request for request in requests if request.name.startswith(".")]),
        "intersects": intersects,
    }


def run_commands(context: Any, executor: RexExecutor) -> None:
    """Run the commands that make a context's environment.

    Args:
        context: A resolved context.
        executor: Runs them.

    Raises:
        PackageCommandError: A package's commands failed.
    """
    bindings = _bind_names(context, executor)
    header_comment(executor, "system setup")
    _set_system_variables(context, executor)
    header_comment(executor, "package variables")
    for variant in context.resolved_packages:
        _set_package_variables(variant, bindings[variant.name], executor)
    for attribute in _COMMANDS:
        _run_package_commands(context, attribute, bindings, executor)
    _set_ephemeral_variables(context, executor)

    header_comment(executor, "post system setup")
    context._append_suite_paths(executor)
    if context.append_sys_path:
        executor.append_system_paths()
    visibility = config.rez_tools_visibility
    if visibility == "append":
        executor.append_rez_path()
    elif visibility == "prepend":
        executor.prepend_rez_path()


def _bind_names(context: Any, executor: RexExecutor) -> Dict[str, VariantBinding]:
    """Give the commands the names that they may use, and return the bindings of packages."""
    cache = None
    if context.package_caching and config.cache_packages_path and config.read_package_cache:
        cache = context._get_package_cache()
    bindings = {}
    for variant in context.resolved_packages:
        cached_root = cache.get_cached_root(variant) if cache else None
        bindings[variant.name] = VariantBinding(variant, cached_root=cached_root, interpreter=executor.interpreter)

    executor.bind("resolve", VariantsBinding(bindings))
    for name, value in context._get_pre_resolve_bindings().items():
        executor.bind(name, value)
    executor.bind("ephemerals", EphemeralsBinding(context.resolved_ephemerals))
    return bindings


def _set_system_variables(context: Any, executor: RexExecutor) -> None:
    variants = context.resolved_packages
    request = " ".join(str(r) for r in context.requested_packages())
    implicit = " ".join(str(r) for r in context.implicit_packages)
    resolve = " ".join(variant.qualified_package_name for variant in variants)

    executor.setenv("REZ_USED", executor.normalize_path(context.rez_path))
    executor.setenv("REZ_USED_VERSION", context.rez_version)
    executor.setenv("REZ_USED_TIMESTAMP", str(context.timestamp))
    executor.setenv("REZ_USED_REQUESTED_TIMESTAMP", str(context.requested_timestamp or 0))
    # A request can hold characters that a shell would expand, such as `~`.
    executor.setenv("REZ_USED_REQUEST", executor.literal(request))
    executor.setenv("REZ_USED_IMPLICIT_PACKAGES", executor.literal(implicit))
    executor.setenv("REZ_USED_RESOLVE", resolve)
    places = executor.interpreter.pathsep.join(executor.normalize_path(path) for path in context.package_paths)
    executor.setenv("REZ_USED_PACKAGES_PATH", places)
    if context.resolved_ephemerals:
        executor.setenv("REZ_USED_EPH_RESOLVE", " ".join(str(r) for r in context.resolved_ephemerals))
    local = " ".join(variant.qualified_package_name for variant in variants if variant.is_local)
    if local:
        executor.setenv("REZ_USED_LOCAL_RESOLVE", local)
    if context.building:
        executor.setenv("REZ_BUILD_ENV", "1")
    if config.rez_1_environment_variables and not config.disable_rez_1_compatibility:
        _set_old_variables(context, executor, " ".join((request, implicit)).strip(), resolve)


def _set_old_variables(context: Any, executor: RexExecutor, request: str, resolve: str) -> None:
    """Variables under the names of the first version of Rez."""
    executor.setenv("REZ_VERSION", context.rez_version)
    executor.setenv("REZ_PATH", executor.normalize_path(context.rez_path))
    executor.setenv("REZ_REQUEST", request)
    executor.setenv("REZ_RESOLVE", resolve)
    executor.setenv("REZ_RAW_REQUEST", request)
    executor.setenv("REZ_RESOLVE_MODE", "latest")


def _variable_name(name: str) -> str:
    return name.upper().replace(".", "_")


def _set_package_variables(variant: Any, binding: VariantBinding, executor: RexExecutor) -> None:
    minor_header_comment(executor, "variables for package %s" % variant.qualified_name)
    prefix = "REZ_" + _variable_name(variant.name)
    version = variant.version
    executor.setenv(prefix + "_VERSION", str(version))
    tokens = version.as_tuple()
    for index, part in enumerate(_VERSION_PARTS):
        executor.setenv("%s_%s_VERSION" % (prefix, part), tokens[index] if len(tokens) > index else "")
    executor.setenv(prefix + "_BASE", executor.normalize_path(variant.base))
    executor.setenv(prefix + "_ROOT", binding.root)
    if binding._is_in_package_cache():
        executor.setenv(prefix + "_ORIG_ROOT", executor.normalize_path(variant.root))


def _run_package_commands(
    context: Any, attribute: str, bindings: Dict[str, VariantBinding], executor: RexExecutor
) -> None:
    is_first = True
    for variant in context.resolved_packages:
        commands = getattr(variant, attribute)
        if commands is None:
            continue
        if is_first:
            header_comment(executor, attribute)
            is_first = False
        minor_header_comment(executor, "%s from package %s" % (attribute, variant.qualified_name))
        binding = bindings[variant.name]
        with executor.reset_globals():
            executor.bind("this", binding)
            executor.bind("version", VersionBinding(variant.version))
            executor.bind("root", binding.root)
            executor.bind("base", executor.normalize_path(variant.base))
            _run(variant, attribute, commands, executor)


def _run(variant: Any, attribute: str, commands: Any, executor: RexExecutor) -> None:
    caught: Any = (RexError, SourceCodeError) if config.catch_rex_errors else _NeverError
    try:
        commands.set_package(variant)
        executor.execute_code(commands)
    except caught as error:
        cause = error.short_msg if isinstance(error, SourceCodeError) else str(error)
        raise PackageCommandError("Error in %s in package %r:\n%s" % (attribute, variant.uri, cause)) from error


def _set_ephemeral_variables(context: Any, executor: RexExecutor) -> None:
    if not context.resolved_ephemerals:
        return
    header_comment(executor, "ephemeral variables")
    for request in context.resolved_ephemerals:
        name = "REZ_EPH_%s_REQUEST" % _variable_name(request.name[1:])
        executor.setenv(name, str(request.range))


def append_suite_paths(context: Any, executor: RexExecutor) -> None:
    """Append to PATH the tools of those suites that stay visible in the environment."""
    mode = config.suite_visibility
    if mode == "never":
        return
    from pkgrs.context.suites import visible_suite_paths

    paths: List[str] = visible_suite_paths()
    if mode != "always":
        paths = [context.parent_suite_path] if context.parent_suite_path in paths else []
    for path in paths:
        executor.env.PATH.append(os.path.join(path, "bin"))
