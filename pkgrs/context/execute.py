"""Processes and shells in a context's environment."""
from __future__ import annotations

import os

from pkgrs.base.lists import is_non_string_iterable
from pkgrs.base.text import header_comment
from pkgrs.config.config import config
from pkgrs.definition.index import definition_index
from pkgrs.rex.action import OutputStyle
from pkgrs.rex.executor import RexExecutor
from pkgrs.shell.base import UnixShell, create_shell

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Dict, Iterable, List, Mapping, Optional, Sequence, Union
    from pkgrs.base.process import Popen

    Environ = Optional[Mapping[str, str]]
    ActionsCallback = Optional[Callable[[Any], Any]]


class ShellOptions:
    """How a shell is started; see `ResolvedContext.execute_shell`."""

    shell: Optional[str]
    rcfile: Optional[str]
    norc: bool
    stdin: bool
    command: Union[str, Sequence[str], None]
    quiet: bool
    block: Optional[bool]
    actions_callback: ActionsCallback
    post_actions_callback: ActionsCallback
    context_filepath: Optional[str]
    start_new_session: bool
    detached: bool
    pre_command: Union[str, List[str], None]

    def __init__(self, **options: Any) -> None:
        self.__dict__.update(options)


def passive_executor(context: Any, parent_environ: Environ) -> RexExecutor:
    """Get an executor that has run the packages' commands but changed nothing outside itself."""
    from pkgrs.rex.python import Python

    executor: RexExecutor = context._create_executor(Python(target_environ={}, passive=True), parent_environ)
    context._execute(executor)
    return executor


def shell_code(context: Any, shell: Optional[str], parent_environ: Environ, style: OutputStyle) -> str:
    """See `ResolvedContext.get_shell_code`."""
    executor = context._create_executor(create_shell(shell), parent_environ)
    if context.load_path and os.path.isfile(context.load_path):
        executor.env.REZ_RXT_FILE = context.load_path
    context._execute(executor)
    text: str = executor.get_output(style)
    return text


def apply(context: Any, parent_environ: Environ) -> None:
    """See `ResolvedContext.apply`."""
    from pkgrs.rex.python import Python

    interpreter = Python(target_environ=os.environ)
    context._execute(context._create_executor(interpreter, parent_environ))
    interpreter.apply_environ()


def execute_command(
    context: Any, args: Union[str, Iterable[str]], parent_environ: Optional[Dict[str, str]], popen_args: Dict[str, Any]
) -> Popen:
    """See `ResolvedContext.execute_command`."""
    from pkgrs.rex.python import Python

    environ = {} if parent_environ in (None, os.environ) else dict(parent_environ or {})
    interpreter = Python(target_environ=environ)
    context._execute(context._create_executor(interpreter, parent_environ))
    process: Popen = interpreter.subprocess(args, **popen_args)
    return process


def execute_shell(context: Any, options: ShellOptions, parent_environ: Environ, popen_args: Dict[str, Any]) -> Any:
    """See `ResolvedContext.execute_shell`."""
    shell: Any = create_shell(options.shell)
    is_interactive = options.command is None
    block = not (options.command or options.stdin) if options.block is None else options.block

    folder = context.tmpdir_manager.mkdtemp(cleanup=not options.detached)
    script = options.context_filepath or os.path.join(folder, "context.%s" % shell.file_extension())
    rxt_file = context.load_path
    if not (rxt_file and os.path.isfile(rxt_file)):
        rxt_file = os.path.join(folder, "context.rxt")
        context.save(rxt_file)
    _write_script(context, options, shell, script, rxt_file, parent_environ, is_interactive)

    pre_command = options.pre_command
    if options.detached:
        pre_command = _terminal_command() or pre_command
    if options.start_new_session:
        popen_args.update(_new_session_arguments())
    command: Any = options.command
    if is_non_string_iterable(command):
        command = shell.join(command)
    startup: Dict[str, Any] = dict(
        rcfile=options.rcfile, norc=options.norc, command=command, env=parent_environ, quiet=options.quiet,
        pre_command=pre_command,
        add_rez=config.rez_tools_visibility != "never")
    if block and isinstance(command, str) and not options.stdin and not popen_args and _is_unix_shell(shell):
        return shell.run_command(script, folder, meanwhile=_keep_definitions, **startup), None, None
    process = shell.spawn_shell(script, folder, stdin=options.stdin, **startup, **popen_args)
    _keep_definitions()
    if not block:
        return process
    stdout, stderr = process.communicate()
    return process.returncode, stdout, stderr


def _keep_definitions() -> None:
    """Write what was read of definitions: a shell can stay for days, and be killed."""
    index = definition_index()
    if index is not None:
        index.flush()


def _is_unix_shell(shell: Any) -> bool:
    """Whether the shell is started as Unix shells are, rather than in a way of its own."""
    return getattr(type(shell), "spawn_shell", None) is UnixShell.spawn_shell


def _write_script(
    context: Any, options: ShellOptions, shell: Any, script: str, rxt_file: str, parent_environ: Environ,
    is_interactive: bool,
) -> None:
    """Write the shell code that makes the environment."""
    import time

    from pkgrs.base.replace import atomic_write

    executor = context._create_executor(shell.new_shell(), parent_environ)
    executor.env.REZ_RXT_FILE = rxt_file
    executor.env.REZ_CONTEXT_FILE = script
    if options.actions_callback:
        header_comment(executor, "pre-actions-callback")
        options.actions_callback(executor)
    context._execute(executor)
    executor.env.REZ_SHELL_INIT_TIMESTAMP = str(int(time.time()))
    executor.env.REZ_SHELL_INTERACTIVE = "1" if is_interactive else "0"
    if options.post_actions_callback:
        header_comment(executor, "post-actions-callback")
        options.post_actions_callback(executor)
    context._execute_bundle_post_actions_callback(executor)

    code = executor.get_output()
    if config.debug("shell_startup"):
        from pkgrs.base.log import print_debug

        print_debug("Writing context to %s" % script)
    with atomic_write(script) as stream:
        stream.write(code)


def run_bundle_commands(context: Any, executor: RexExecutor) -> None:
    """Run the rex code that lies beside a bundle's context, if there is any."""
    if not context.load_path:
        return
    folder = os.path.dirname(context.load_path)
    path = os.path.join(folder, "post_commands.py")
    if not (os.path.exists(os.path.join(folder, "bundle.yaml")) and os.path.exists(path)):
        return
    with open(path, encoding="utf-8") as stream:
        code = stream.read()
    header_comment(executor, "bundle post-commands")
    executor.execute_code(code)


def _terminal_command() -> Any:
    from pkgrs.platform.current import platform_

    command = config.terminal_emulator_command or platform_.terminal_emulator_command
    return command.strip().split() if command else None


def _new_session_arguments() -> Dict[str, Any]:
    """Popen's arguments for a process group of its own."""
    from pkgrs.platform.current import platform_

    return dict(config.new_session_popen_args or platform_.new_session_popen_args)
