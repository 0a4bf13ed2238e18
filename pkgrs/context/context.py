"""Resolved contexts: a request, the packages that it resolved to, and the environment that they make."""
from __future__ import annotations

import os
from contextlib import contextmanager

from pkgrs.base.deferred import Deferred
from pkgrs.base.descriptors import cached_class_property
from pkgrs.base.lists import dedup
from pkgrs.base.tempdirs import TempDirs
from pkgrs.base.threads import Lock, local
from pkgrs.config.config import config
from pkgrs.context import execute, rxt, setup
from pkgrs.context.contents import ContextContents, _on_success
from pkgrs.context.limits import Callback as _Callback
from pkgrs.context.preferences import configured_filter, configured_orderers, shadow_settings
from pkgrs.errors import ResolvedContextError
from pkgrs.platform.system import system
from pkgrs.resolve.resolver import Resolver, ResolverStatus
from pkgrs.rex.action import Action, OutputStyle
from pkgrs.shell.completion import module_root_path
from pkgrs.version.package_request import PackageRequest
from pkgrs.version.requirement import Requirement

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import (
        Any, Callable, ClassVar, Dict, Iterable, Iterator, List, Mapping, NoReturn, Optional, Sequence, Tuple, Union,
    )

    from pkgrs.base.process import Popen
    from pkgrs.package.filter import PackageFilterList
    from pkgrs.package.model import Package
    from pkgrs.package.order import PackageOrder
    from pkgrs.solver.callback import SolverCallbackReturn, SolverState
    from pkgrs.store.payload_cache import PackageCache

    Environ = Mapping[str, str]
    SolveCallback = Callable[["SolverState"], Tuple[SolverCallbackReturn, str]]


__all__ = [
    "ResolvedContext", "Resolver",
    "ResolverStatus", "OutputStyle",
]


class ResolvedContext(ContextContents):
    """What a request for packages resolves to.

    A context can be saved and loaded, changed into a new request, and interpreted as an environment, in which
    commands and shells run.

    Args:
        package_requests: What is asked for.
        verbosity: How much the solver tells about its work: 0 to 3.
        timestamp: Only packages released by then are looked at.
        building: Whether the packages' requirements for building count.
        testing: Whether this is for a test of a package.
        caching: Whether earlier resolves, cached by memcached, may be used; as configured if None.
        package_paths: Repositories; those configured if None.
        package_filter: Which packages are left out; as configured if None.
        package_orderers: What order versions are tried in; as configured if None.
        max_fails: Number of failed attempts after which to give up; -1 for no limit.
        add_implicit_packages: Whether to add the configured implicit requests.
        time_limit: Number of seconds after which to give up; -1 for no limit.
        callback: Called with the state of the solver from time to time; says whether to go on.
        package_load_callback: Called with each package before it is read.
        buf: Stream for what the solver tells; standard output if None.
        suppress_passive: Whether the solver leaves out steps that change nothing from what it tells.
        print_stats: Whether to print the solver's statistics.
        package_caching: Whether resolved packages' payloads are cached; as configured if None.
        package_cache_async: Whether that happens in another process; as configured if None.

    Raises:
        PackageFamilyNotFoundError: There is no such package.
        PackageNotFoundError: No version of a package is in the range asked for.
        PackageRequestError: A request is not valid.
    """

    serialize_version = (4, 9)
    context_tracking_payload: ClassVar[Optional[Dict[str, Any]]] = None
    context_tracking_lock = Lock()
    package_cache_present = True
    local = local()

    Callback = _Callback

    @cached_class_property
    def tmpdir_manager(cls) -> TempDirs:
        """Makes the folders that shells take contexts from; all contexts share it."""
        return TempDirs(config.context_tmpdir, prefix="rez_context_")

    def __init__(
        self,
        package_requests: Iterable[Union[str, Requirement]],
        verbosity: int = 0,
        timestamp: Optional[float] = None,
        building: bool = False,
        testing: bool = False,
        caching: Optional[bool] = None,
        package_paths: Optional[List[str]] = None,
        package_filter: Optional[PackageFilterList] = None,
        package_orderers: Optional[List[PackageOrder]] = None,
        max_fails: int = -1,
        add_implicit_packages: bool = True,
        time_limit: int = -1,
        callback: Optional[SolveCallback] = None,
        package_load_callback: Optional[Callable[[Package], Any]] = None,
        buf: Any = None,
        suppress_passive: bool = False,
        print_stats: bool = False,
        package_caching: Optional[bool] = None,
        package_cache_async: Optional[bool] = None,
    ) -> None:
        self._set_defaults()
        self.verbosity = verbosity
        self.building = building
        self.testing = testing
        self._set_time(timestamp)
        self._set_origin()

        self._package_requests = [
            PackageRequest(request) if isinstance(request, str) else request for request in package_requests]
        if add_implicit_packages:
            self.implicit_packages = [PackageRequest(request) for request in config.implicit_packages]
        self._set_caching(caching, package_caching, package_cache_async)
        self.package_paths = list(dedup(config.packages_path if package_paths is None else package_paths))
        preferred: Any = configured_filter() if package_filter is None else package_filter
        self.package_filter = preferred
        orderers = configured_orderers() if package_orderers is None else _orderers(package_orderers)
        self.package_orderers = orderers

        limits = self.Callback(buf=buf, max_fails=max_fails, time_limit=time_limit, callback=callback)
        resolver = Resolver(
            context=self,
            package_requests=self.requested_packages(include_implicit=True),
            package_paths=self.package_paths,
            package_filter=None if isinstance(preferred, Deferred) else preferred,
            package_orderers=None if isinstance(orderers, Deferred) else orderers,
            timestamp=self.requested_timestamp,  # type: ignore[arg-type]
            building=building,
            testing=testing,
            caching=self.caching,
            callback=limits if limits else None,
            package_load_callback=package_load_callback,
            verbosity=verbosity,
            buf=buf,
            suppress_passive=suppress_passive,
            print_stats=print_stats,
        )
        self._solve(resolver, unlimited=max_fails < 0 and time_limit < 0 and callback is None)

        if config.context_tracking_host:
            self._track_context(self.to_dict(fields=config.context_tracking_context_fields), action="created")
        self._update_package_cache()

    def _set_time(self, timestamp: Optional[float]) -> None:
        import time

        self.created = int(time.time())
        self.requested_timestamp = timestamp
        self.timestamp = timestamp or self.created

    def _set_caching(self, resolves: Optional[bool], payloads: Optional[bool], in_background: Optional[bool]) -> None:
        self.caching = config.resolve_caching if resolves is None else resolves
        if payloads is None:
            payloads = config.package_cache_during_build if self.building else True
        self.package_caching = payloads
        self.package_cache_async = config.package_cache_async if in_background is None else in_background

    def _solve(self, resolver: Resolver, unlimited: bool) -> None:
        shadowed = shadow_settings()
        if shadowed is None:
            resolver.solve()
        else:
            from pkgrs.context.shadow import solve
            solve(self, resolver, shadowed, unlimited=unlimited)
        self._take(resolver)

    def _set_origin(self) -> None:
        self.rez_version = system.rez_version
        self.rez_path = module_root_path
        self.user = system.user
        self.host = system.hostname
        self.platform = system.platform
        self.arch = system.arch
        self.os = system.os

    def _take(self, resolver: Resolver) -> None:
        """Take over what the resolver found."""
        self.status_ = resolver.status
        self.failure_description = resolver.failure_description
        self.graph_ = resolver.deferred_graph
        self.from_cache = resolver.from_cache
        self.solve_time = resolver.solve_time
        self.load_time = resolver.load_time
        self.num_loaded_packages = resolver.num_loaded_packages
        if self.status_ == ResolverStatus.solved:
            # the resolver bound them to this context
            self._resolved_packages = list(resolver.resolved_packages or ())
            self._resolved_ephemerals = [Requirement(str(request)) for request in resolver.resolved_ephemerals or ()]

    # -- files

    def to_dict(self, fields: Optional[Sequence[str]] = None) -> Dict[str, Any]:
        """Get the context as plain data.

        Args:
            fields: The keys that are wanted; all if None.
        """
        return rxt.to_dict(self, fields)

    @classmethod
    def from_dict(cls, d: Dict[str, Any], identifier_str: Optional[str] = None) -> ResolvedContext:
        """Make a context from plain data.

        Args:
            d: The data.
            identifier_str: What messages call it.

        Raises:
            KeyError: Something is missing in the data.
        """
        context = cls.__new__(cls)
        context._set_defaults()
        rxt.fill(context, d, identifier_str)
        if config.context_tracking_host:
            fields = config.context_tracking_context_fields
            context._track_context({key: d[key] for key in d if key in fields}, action="sourced")
        context._update_package_cache()
        return context

    def save(self, path: str) -> None:
        """Write the context to a file.

        Raises:
            OSError: That is not possible.
        """
        from pkgrs.base.replace import atomic_write

        with self._detect_bundle(path):
            text = rxt.to_text(self.to_dict())
        with atomic_write(path) as stream:
            stream.write(text)

    @classmethod
    def load(cls, path: str) -> ResolvedContext:
        """Read a context from a file.

        Raises:
            OSError: The file can't be read.
            ResolvedContextError: It holds no context.
        """
        with open(path, encoding="utf-8") as stream, cls._detect_bundle(path):
            context = cls.read_from_buffer(stream, path)
        context.set_load_path(path)
        return context

    def write_to_buffer(self, buf: Any) -> None:
        """Write the context to a stream."""
        buf.write(rxt.to_text(self.to_dict()))

    @classmethod
    def read_from_buffer(cls, buf: Any, identifier_str: Optional[str] = None) -> ResolvedContext:
        """Read a context from a stream.

        Args:
            buf: The stream.
            identifier_str: What messages call it.

        Raises:
            ResolvedContextError: It holds no context.
        """
        try:
            return cls._read_from_buffer(buf, identifier_str)
        except Exception as error:
            cls._load_error(error, identifier_str)

    @classmethod
    def _read_from_buffer(cls, buf: Any, identifier_str: Optional[str] = None) -> ResolvedContext:
        return cls.from_dict(rxt.from_text(buf.read()), identifier_str)

    @classmethod
    def _load_error(cls, e: Exception, path: Optional[str] = None) -> NoReturn:
        origin = " from %s" % path if path else ""
        raise ResolvedContextError("Failed to load context%s: %s: %s" % (origin, e.__class__.__name__, e)) from e

    @classmethod
    def get_current(cls) -> Optional[ResolvedContext]:
        """Get the context of the environment that this process runs in, or None if it runs in none.

        Raises:
            ResolvedContextError: The context's file holds no context.
        """
        path = os.getenv("REZ_RXT_FILE")
        return cls.load(path) if path and os.path.exists(path) else None

    def is_current(self) -> Optional[bool]:
        """Whether this process runs in the context's environment; None if it runs in no context's."""
        if not self.load_path:
            return False
        path = os.getenv("REZ_RXT_FILE")
        return self.load_path == path if path and os.path.exists(path) else None

    # -- bundles

    @classmethod
    @contextmanager
    def _detect_bundle(cls, path: str) -> Iterator[None]:
        """Within this, packages of the bundle that the file is in, if it is in one, are named relative to it."""
        folder = os.path.realpath(os.path.dirname(path))
        cls.local.bundle_path = folder if os.path.exists(os.path.join(folder, "bundle.yaml")) else None
        try:
            yield
        finally:
            cls.local.bundle_path = None

    @classmethod
    def _get_bundle_path(cls) -> Optional[str]:
        return getattr(cls.local, "bundle_path", None)

    @classmethod
    def _adjust_variant_for_bundling(cls, handle: Dict[str, Any], out: bool) -> None:
        bundle = cls._get_bundle_path()
        if bundle:
            rxt.adjust_location(handle, bundle, out)

    # -- environments

    def _get_pre_resolve_bindings(self) -> Dict[str, Any]:
        """Get the names that late-bound code sees while packages are being resolved."""
        if self.pre_resolve_bindings is None:
            self.pre_resolve_bindings = setup.pre_resolve_bindings(self)
        return self.pre_resolve_bindings

    def _create_executor(self, interpreter: Any, parent_environ: Optional[Environ]) -> Any:
        return setup.create_executor(interpreter, parent_environ)

    def _execute(self, executor: Any) -> None:
        """Run the commands of this context's packages."""
        setup.run_commands(self, executor)

    def _append_suite_paths(self, executor: Any) -> None:
        setup.append_suite_paths(self, executor)

    def _execute_bundle_post_actions_callback(self, executor: Any) -> None:
        execute.run_bundle_commands(self, executor)

    @_on_success
    def get_environ(self, parent_environ: Optional[Environ] = None) -> Dict[str, str]:
        """Get the variables that the environment sets.

        Args:
            parent_environ: Environment that it is made in; this process's if None.

        Raises:
            PackageCommandError: A package's commands failed.
        """
        output: Dict[str, str] = execute.passive_executor(self, parent_environ).get_output()
        return output

    @_on_success
    def get_actions(self, parent_environ: Optional[Environ] = None) -> List[Action]:
        """Get the rex commands that make the environment. See `get_environ`."""
        actions: List[Action] = execute.passive_executor(self, parent_environ).actions
        return actions

    @_on_success
    def get_shell_code(
        self, shell: Optional[str] = None, parent_environ: Optional[Environ] = None,
        style: OutputStyle = OutputStyle.file,
    ) -> str:
        """Get the code that makes the environment in a shell.

        Args:
            shell: Name of the shell; the one in use if None.
            parent_environ: Environment that it is made in; this process's if None.
            style: As a script or as one line.
        """
        return execute.shell_code(self, shell, parent_environ, style)

    @_on_success
    def apply(self, parent_environ: Optional[Environ] = None) -> None:
        """Make the environment in this process: its variables and `sys.path`. See `get_environ`."""
        execute.apply(self, parent_environ)

    @_on_success
    def which(self, cmd: str, parent_environ: Optional[Environ] = None, fallback: bool = False) -> Optional[str]:
        """Find a program in the environment.

        Args:
            cmd: Its name.
            parent_environ: Environment that it is made in; this process's if None.
            fallback: Whether to look in this process's environment, too.

        Returns:
            Path, or None if it is not found.
        """
        from pkgrs.base.which import which

        found = which(cmd, env=self.get_environ(parent_environ=parent_environ))
        return which(cmd) if found is None and fallback else found

    @_on_success
    def execute_command(
        self, args: Union[str, Iterable[str]], parent_environ: Optional[Dict[str, str]] = None, **Popen_args: Any
    ) -> Popen:
        """Start a process in the environment. No shell has a part in it: there are no aliases.

        Args:
            args: Command line, or list of arguments.
            parent_environ: Environment that it is made in; this process's if None.
            Popen_args: Further arguments of Popen.

        Returns:
            The Popen object.
        """
        return execute.execute_command(self, args, parent_environ, Popen_args)

    @_on_success
    def execute_rex_code(
        self, code: str, filename: Optional[str] = None, shell: Optional[str] = None,
        parent_environ: Optional[Environ] = None, **Popen_args: Any
    ) -> Popen:
        """Run rex code in a shell in the environment.

        Args:
            code: The code.
            filename: Name that stands for it in messages.
            shell: Name of the shell; the one in use if None.
            parent_environ: Environment that it is made in; this process's if None.
            Popen_args: Further arguments of Popen.

        Returns:
            The Popen object of the shell.
        """

        def run_code(executor: Any) -> None:
            executor.execute_code(code, filename=filename)

        process: Popen = self.execute_shell(
            shell=shell, parent_environ=parent_environ, command="", block=False, post_actions_callback=run_code,
            **Popen_args)
        return process

    @_on_success
    def execute_shell(
        self,
        shell: Optional[str] = None,
        parent_environ: Optional[Environ] = None,
        rcfile: Optional[str] = None,
        norc: bool = False,
        stdin: bool = False,
        command: Union[str, Sequence[str], None] = None,
        quiet: bool = False,
        block: Optional[bool] = None,
        actions_callback: Optional[Callable[[Any], Any]] = None,
        post_actions_callback: Optional[Callable[[Any], Any]] = None,
        context_filepath: Optional[str] = None,
        start_new_session: bool = False,
        detached: bool = False,
        pre_command: Union[str, List[str], None] = None,
        **Popen_args: Any,
    ) -> Any:
        """Start a shell in the environment.

        Args:
            shell: Name of the shell; the one in use if None.
            parent_environ: Environment that it is made in; this process's if None.
            rcfile: Start-up file to use in place of the user's.
            norc: Whether to skip start-up files.
            stdin: Whether the shell reads commands from its standard input.
            command: Command to run in place of an interactive session. If empty, none is run and the shell ends.
            quiet: Whether to leave out the welcome.
            block: Whether to wait for the shell's end; if None, just for that of an interactive one.
            actions_callback: Called with the executor before the packages' commands.
            post_actions_callback: Called with it after them.
            context_filepath: Where to write the script that makes the environment; a temporary file if None.
            start_new_session: Whether the shell gets a process group of its own.
            detached: Whether to open a terminal for it.
            pre_command: Command that starts the shell.
            Popen_args: Further arguments of Popen.

        Returns:
            Exit code, output and errors if waited for, else the Popen object.
        """
        options = execute.ShellOptions(
            shell=shell, rcfile=rcfile, norc=norc, stdin=stdin, command=command, quiet=quiet, block=block,
            actions_callback=actions_callback, post_actions_callback=post_actions_callback,
            context_filepath=context_filepath, start_new_session=start_new_session, detached=detached,
            pre_command=pre_command)
        return execute.execute_shell(self, options, parent_environ, Popen_args)

    # -- hooks

    def _set_parent_suite(self, suite_path: str, context_name: str) -> None:
        self.parent_suite_path = suite_path
        self.suite_context_name = context_name

    @classmethod
    def _get_package_cache(cls) -> Optional[PackageCache]:
        """Get the cache of payloads, or None if there is none."""
        if not config.cache_packages_path or not cls.package_cache_present:
            return None
        from pkgrs.store.payload_cache import PackageCache
        from pkgrs.tool_errors import PackageCacheError

        try:
            return PackageCache(config.cache_packages_path)
        except PackageCacheError:
            from pkgrs.base.log import print_warning

            print_warning("Package caching disabled (dir %s does not exist)", config.cache_packages_path)
            cls.package_cache_present = False
            return None

    def _update_package_cache(self) -> None:
        """Have the packages' payloads cached."""
        if not (self.package_caching and config.cache_packages_path and config.write_package_cache and self.success):
            return
        cache = self._get_package_cache()
        if cache:
            cache.add_variants(self._resolved_packages or [], package_cache_async=self.package_cache_async)

    @classmethod
    def _init_context_tracking_payload_base(cls) -> None:
        if cls.context_tracking_payload is not None:
            return
        from pkgrs.context.track import payload_base

        payload = payload_base()
        with cls.context_tracking_lock:
            if cls.context_tracking_payload is None:
                cls.context_tracking_payload = payload

    def _track_context(self, context_data: Dict[str, Any], action: str) -> None:
        from pkgrs.context import track

        try:
            self._init_context_tracking_payload_base()
            track.track(context_data, action, self.context_tracking_payload or {})
        except Exception as error:
            from pkgrs.base.log import print_warning

            print_warning("Context tracking failed: %s: %s" % (error.__class__.__name__, error))


ResolvedContext.__module__ = "rez.resolved_context"


def _orderers(orderers: Iterable[PackageOrder]) -> Any:
    from pkgrs.package.order import PackageOrderList
    return PackageOrderList(orderers)
