"""The production install: an environment of its own, whose tools stand alone, undisturbed by PYTHON variables.

This runs before anything is installed, so it uses the standard library only.
"""
from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from typing import Dict, Iterator, List, NamedTuple, Optional, Sequence, Tuple

from pkgrs.base.rez_version import _rez_version
from pkgrs.installer.scripts import entry_point_body, python_body, relative_script, write_script

MARKER = ".rez_production_install"
# In the tools' folder: the compiled modules, from which the tools start faster.
COMPILED = ".modules"
# Modules of Python that go into that file, too: those that commands import.
_OFTEN_IMPORTED = ("argparse", "contextlib", "fnmatch", "json", "pprint", "shutil", "string", "subprocess", "tempfile",
                   "textwrap", "traceback")
# Packages for the commands that tell which modules are imported together.
_LEARNED_PACKAGES = {
    "a": "name = 'a'\nversion = '1'\nrequires = ['b-1+']\ntools = ['t']\n"
         "def commands():\n    env.A = '{root}'\n    env.PATH.append('{root}')\n    alias('t', 'true')\n",
    "b": "name = 'b'\nversion = '1'\n",
}
DEFAULT_FOLDER = "/opt/rez"
# What is copied of the source tree, and installed from the copy: building leaves traces.
SOURCES = ("pyproject.toml", "README.md", "LICENSE", "build_backend", "rez", "rezplugins", "rezgui", "pkgrs", "parity")
# Commands that stay in `bin`, as they are not for use in resolved environments.
APART = ("parity",)


class InstallError(Exception):
    """An install can't be made; the text says why."""


class Installed(NamedTuple):
    """Where things are."""

    folder: str
    tools: str
    package: str
    completion: Optional[str]


class _Runner:
    """Runs commands, silently unless they fail or all is to be shown."""

    def __init__(self, verbose: bool) -> None:
        self.verbose = verbose
        # variables of the caller's Python must not reach the new environment's
        self.env: Dict[str, str] = {
            name: value for name, value in os.environ.items()
            if not (name.startswith("PYTHON") and name != "PYTHONDONTWRITEBYTECODE") and name != "__PYVENV_LAUNCHER__"}

    def __call__(self, *argv: str) -> str:
        if self.verbose:
            print("$ " + " ".join(argv), flush=True)
        process = subprocess.run(argv, env=self.env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                 universal_newlines=True)
        if self.verbose:
            print(process.stdout, end="", flush=True)
        if process.returncode != 0:
            raise InstallError("%s failed:\n%s" % (" ".join(argv[:6]), process.stdout.strip()))
        return process.stdout


def install(source: str, folder: str, verbose: bool = False) -> Installed:
    """Make a production install, or bring one up to date.

    A new one is made beside its place and moved there when it is whole. One that is there already, Rez's included,
    is updated where it is, so that whatever else was put into it stays.

    Args:
        source: The source tree, or whatever else pip can install.
        folder: Where to.
        verbose: Whether to show what is done.

    Raises:
        InstallError: It can't be made. What was there before is left, or put back.
    """
    run = _Runner(verbose)
    with _sources(source) as sources:
        if os.path.isdir(folder) and os.listdir(folder):
            return _update(run, sources, folder)
        parent = os.path.dirname(os.path.abspath(folder))
        try:
            os.makedirs(parent, exist_ok=True)
            staging = tempfile.mkdtemp(prefix=".%s." % os.path.basename(folder), dir=parent)
        except OSError as error:
            raise InstallError("%s can't be written to: %s" % (parent, error.strerror))
        try:
            os.chmod(staging, 0o755)
            _fill(run, sources, staging)
            _rename_in_scripts(staging, folder)
            if os.path.isdir(folder):
                os.rmdir(folder)
            os.rename(staging, folder)
        except BaseException:
            shutil.rmtree(staging, ignore_errors=True)
            raise
    return _installed(run, folder)


def _update(run: _Runner, sources: str, folder: str) -> Installed:
    tools = os.path.join(_bin(folder), "rez")
    aside = os.path.join(_bin(folder), ".rez.old")
    if os.path.isdir(aside) and not os.path.isdir(tools):  # left by an update that was killed
        os.rename(aside, tools)
    shutil.rmtree(aside, ignore_errors=True)
    if os.path.isdir(tools):
        os.rename(tools, aside)  # pip puts a command of this name there
    try:
        _fill(run, sources, folder)
    except BaseException:
        if os.path.isdir(aside):
            if os.path.isdir(tools):
                shutil.rmtree(tools)
            elif os.path.lexists(tools):
                os.remove(tools)
            os.rename(aside, tools)
        raise
    shutil.rmtree(aside, ignore_errors=True)
    return _installed(run, folder)


@contextmanager
def _sources(source: str) -> Iterator[str]:
    """A copy of the source tree without what earlier builds left in it; the source as it is, if it isn't a tree."""
    if not os.path.isdir(source):
        yield source
        return
    with tempfile.TemporaryDirectory(prefix="pkgrs_install_") as copy:
        for name in SOURCES:
            path = os.path.join(source, name)
            if os.path.isdir(path):
                shutil.copytree(path, os.path.join(copy, name), ignore=shutil.ignore_patterns("__pycache__"))
            elif os.path.exists(path):
                shutil.copy2(path, copy)
        yield copy


def _fill(run: _Runner, sources: str, folder: str) -> None:
    """Make the environment, with the package and the tools in it."""
    _make_environment(run, folder)
    python = os.path.join(_bin(folder), "python")
    if _has_rez(run, python):
        run(python, "-E", "-m", "pip", "uninstall", "--yes", "--disable-pip-version-check", "rez")
    run(python, "-E", "-m", "pip", "install", "--upgrade", "--disable-pip-version-check",
        "--no-warn-script-location", sources)
    _remove_start_up_hook(run, python)
    if os.name == "nt":
        _windows_tools(run, folder)
    else:
        _tools(run, folder)
        _make_relative(folder)
    _completion_scripts(run, folder)


def _remove_start_up_hook(run: _Runner, python: str) -> None:
    """Remove the file by which some releases of `setuptools` run code whenever Python starts. It serves packages that
    import `distutils` as they are built; pip, which builds them, imports `setuptools` first."""
    code = "import sysconfig; print(sysconfig.get_path('purelib'))"
    path = os.path.join(run(python, "-E", "-c", code).strip(), "distutils-precedence.pth")
    if os.path.isfile(path):
        os.remove(path)


def _make_environment(run: _Runner, folder: str) -> None:
    last = ""
    for module in ("venv", "virtualenv"):
        try:
            run(sys.executable, "-m", module, folder)
            run(os.path.join(_bin(folder), "python"), "-E", "-m", "pip", "--version")
            return
        except InstallError as error:
            last = last or str(error)
    raise InstallError("no virtual environment can be made. Some systems have what it takes in a package of its own, "
                       "such as python3-venv.\n" + last)


def _has_rez(run: _Runner, python: str) -> bool:
    """Whether Rez itself is there. Our metadata of that name has no list of files."""
    code = ("from importlib.metadata import distribution as d, PackageNotFoundError as E\n"
            "try: print(d('rez').read_text('RECORD') is not None)\nexcept E: print(False)")
    return run(python, "-E", "-c", code).strip().endswith("True")


def _entry_points(run: _Runner, folder: str) -> Dict[str, str]:
    """The commands that were installed, and what each calls."""
    code = ("from importlib.metadata import distribution as d\n"
            "for e in d('pkgrs').entry_points:\n"
            "    if e.group == 'console_scripts': print(e.name, e.value)")
    lines = run(os.path.join(_bin(folder), "python"), "-E", "-c", code).splitlines()
    pairs = [line.split() for line in lines if line.strip()]
    return {name: target for name, target in pairs if name not in APART}


def _tools(run: _Runner, folder: str) -> None:
    """Put the commands in a folder of their own, in place of those that pip made."""
    tools = os.path.join(_bin(folder), "rez")
    staging = os.path.join(_bin(folder), ".rez.new")
    shutil.rmtree(staging, ignore_errors=True)
    os.mkdir(staging)
    for name, target in _entry_points(run, folder).items():
        write_script(os.path.join(staging, name), relative_script(entry_point_body(target), 2, "-E"))
        path = os.path.join(_bin(folder), name)
        if os.path.isfile(path):
            os.remove(path)
    with open(os.path.join(staging, MARKER), "w", encoding="utf-8") as stream:
        stream.write(_rez_version)
    os.rename(staging, tools)


def _write_compiled(run: _Runner, folder: str) -> None:
    """Write the file of compiled modules; what is in it names the modules' final place."""
    code = ("import json, os, sys, pkgrs\nfrom pkgrs.installer.compiled import write\n"
            "others, groups = json.loads(sys.argv[2])\n"
            "write(sys.argv[1], os.path.dirname(os.path.dirname(pkgrs.__file__)), 'pkgrs', others, groups)")
    path = os.path.join(_bin(folder), "rez", COMPILED)
    groups = _imported_together(run, folder)
    others = [name for group in groups for name in group if not name.startswith("pkgrs")]
    # isolated: the package is to be the installed one, not that of a source tree which is the working directory
    run(os.path.join(_bin(folder), "python"), "-I", "-c", code, path, json.dumps([[*_OFTEN_IMPORTED, *others], groups]))


def _imported_together(run: _Runner, folder: str) -> List[List[str]]:
    """Which modules common commands import together, found by running these, with packages made for that."""
    program = os.path.join(os.path.dirname(_package_folder(run, folder)), "pkgrs", "installer", "imports.py")
    tools = os.path.join(_bin(folder), "rez")
    groups: List[List[str]] = []
    with tempfile.TemporaryDirectory(prefix="pkgrs_install_") as home:
        learn = _Runner(run.verbose)
        learn.env = {name: value for name, value in run.env.items() if not name.startswith(("REZ_", "PKGRS_"))}
        learn.env.update(HOME=home, TMPDIR=home, XDG_CACHE_HOME=os.path.join(home, "cache"), REZ_DISABLE_HOME_CONFIG="1",
                         REZ_PACKAGES_PATH=os.path.join(home, "packages"), REZ_IMPLICIT_PACKAGES="",
                         REZ_LOCAL_PACKAGES_PATH=os.path.join(home, "packages"))
        for name, text in _LEARNED_PACKAGES.items():
            path = os.path.join(home, "packages", name, "1", "package.py")
            os.makedirs(os.path.dirname(path))
            with open(path, "w", encoding="utf-8") as stream:
                stream.write(text)
        saved, found = os.path.join(home, "a.rxt"), os.path.join(home, "imports.json")
        try:
            learn(os.path.join(tools, "rez-env"), "a", "--output", saved)  # later ones find what it keeps of definitions
            for command, *arguments in (("rez-env", "a", "--", "true"), ("rez-context", saved), ("rez-search", "a"),
                                        ("rez-view", "a"), ("rez-config", "packages_path")):
                learn(os.path.join(_bin(folder), "python"), "-E", program, found, os.path.join(tools, command), *arguments)
                with open(found, encoding="utf-8") as stream:
                    groups += json.load(stream)
        except InstallError:
            pass  # a shell is missing, or some such: what is known by now has to do
    return groups


def _windows_tools(run: _Runner, folder: str) -> None:
    """The same with launchers, which find the interpreter beside them."""
    tools = os.path.join(_bin(folder), "rez")
    specifications = ["%s = %s" % pair for pair in _entry_points(run, folder).items()]
    code = ("import os, sys\nfrom distlib.scripts import ScriptMaker\n"
            "maker = ScriptMaker(None, sys.argv[1])\nmaker.set_mode = True\nmaker.variants = {''}\n"
            r"maker.executable = '<launcher_dir>\\..\\python.exe'" "\n"
            "maker.make_multiple(sys.argv[2:], options={'interpreter_args': ['-E']})")
    os.makedirs(tools, exist_ok=True)
    run(os.path.join(_bin(folder), "python"), "-E", "-c", code, tools, *specifications)
    for specification in specifications:
        path = os.path.join(_bin(folder), specification.split()[0] + ".exe")
        if os.path.isfile(path):
            os.remove(path)
    with open(os.path.join(tools, MARKER), "w", encoding="utf-8") as stream:
        stream.write(_rez_version)


def _make_relative(folder: str) -> None:
    """Have the other scripts, such as pip's, find their interpreter relative to themselves, too."""
    scripts = os.path.realpath(_bin(folder))
    for path, text in _text_files(_bin(folder)):
        body = python_body(text, scripts) or python_body(text, _bin(folder))
        if body is not None:
            write_script(path, relative_script(body, 1))


def _rename_in_scripts(old: str, new: str) -> None:
    """The scripts that activate an environment know its place."""
    for path, text in _text_files(_bin(old)):
        if old in text:
            mode = os.stat(path).st_mode
            write_script(path, text.replace(old, new))
            os.chmod(path, mode)
    path = os.path.join(old, "pyvenv.cfg")
    with open(path, encoding="utf-8") as stream:
        text = stream.read()
    with open(path, "w", encoding="utf-8") as stream:
        stream.write(text.replace(old, new))


def _text_files(folder: str) -> Iterator[Tuple[str, str]]:
    for name in sorted(os.listdir(folder)):
        path = os.path.join(folder, name)
        if os.path.isfile(path) and not os.path.islink(path):
            try:
                with open(path, encoding="utf-8") as stream:
                    yield path, stream.read()
            except UnicodeDecodeError:
                continue


def _package_folder(run: _Runner, folder: str) -> str:
    """The folder of the installed package `rez`."""
    code = "import sysconfig; print(sysconfig.get_path('purelib'))"
    return os.path.join(run(os.path.join(_bin(folder), "python"), "-E", "-c", code).strip(), "rez")


def _completion_scripts(run: _Runner, folder: str) -> None:
    source = os.path.join(_package_folder(run, folder), "completion")
    target = os.path.join(folder, "completion")
    os.makedirs(target, exist_ok=True)
    for name in sorted(os.listdir(source)):
        if name.startswith("complete."):
            shutil.copyfile(os.path.join(source, name), os.path.join(target, name + ".new"))
            os.replace(os.path.join(target, name + ".new"), os.path.join(target, name))


def _installed(run: _Runner, folder: str) -> Installed:
    if os.name != "nt":
        _write_compiled(run, folder)
    script = os.path.join(folder, "completion", "complete.sh")
    return Installed(folder, os.path.join(_bin(folder), "rez"), _package_folder(run, folder),
                     script if os.path.exists(script) and os.name != "nt" else None)


def _bin(folder: str) -> str:
    return os.path.join(folder, "Scripts" if os.name == "nt" else "bin")


def _print_hints(done: Installed) -> None:
    print()
    print("SUCCESS!")
    print("Rez executable installed to: %s" % os.path.join(done.tools, "rez"))
    print("Rez python package installed to: %s" % done.package)
    print()
    print("To activate Rez, add the following path to $PATH:")
    print(done.tools)
    if done.completion:
        print()
        print("You may also want to source the completion script (for bash):")
        print("source %s" % done.completion)
    print()


def main(source: str, arguments: Optional[Sequence[str]] = None) -> int:
    """What `bin/install` does; returns the exit code.

    Args:
        source: The source tree.
        arguments: Those of the command line; this process's if None.
    """
    import argparse

    parser = argparse.ArgumentParser(prog="install", description="Make a production install: an environment of its "
                                     "own, with the tools in a folder to put on PATH.")
    parser.add_argument("-v", "--verbose", action="count", default=0, help="show what is done")
    parser.add_argument("-s", "--keep-symlinks", action="store_true",
                        help="take DIR as it is written, rather than the folder that symbolic links in it lead to")
    parser.add_argument("DIR", nargs="?", default=DEFAULT_FOLDER, help="where to install (default: %(default)s)")
    options = parser.parse_args(arguments)
    folder = os.path.abspath(os.path.expanduser(options.DIR))
    if not options.keep_symlinks:
        folder = os.path.realpath(folder)
    print("installing pkgrs%s to %s..." % (" (verbose)" if options.verbose else "", folder), flush=True)
    try:
        done = install(source, folder, verbose=bool(options.verbose))
    except InstallError as error:
        print("install: %s" % error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("install: interrupted", file=sys.stderr)
        return 1
    _print_hints(done)
    return 0
