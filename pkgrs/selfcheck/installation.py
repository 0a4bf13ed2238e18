"""Checks of this installation."""
from __future__ import annotations

import os
import subprocess
import sys
from importlib import import_module

from pkgrs.selfcheck.checks import Check

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List, Optional


class OwnCheck(Check):
    """Runs new processes."""

    def python(self, code: str, *arguments: str, environ: Optional[Dict[str, str]] = None) -> str:
        """Run code as a new process, which finds what this one does; returns what it prints."""
        code = "import sys; sys.path[:0] = %r\n%s" % ([path for path in sys.path if path], code)
        done = subprocess.run([sys.executable, "-E", "-c", code, *arguments], env=dict(os.environ, **(environ or {})),
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, universal_newlines=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def modules(self, package: str) -> List[str]:
        """The modules of a package."""
        from pkgutil import walk_packages

        found = import_module(package)
        return [package] + [module.name for module in walk_packages(found.__path__, package + ".", lambda name: None)]


class Config(OwnCheck):
    own_settings = True

    def test_own_settings(self) -> None:
        """each setting that is in force here is valid"""
        from pkgrs.config.config import config

        for name in config.data:
            with self.subTest(name):
                if name != "plugins":
                    getattr(config, name)

    def test_defaults(self) -> None:
        """each setting has a valid default"""
        from pkgrs.config.config import _create_locked_config
        from pkgrs.config.table import SETTINGS

        defaults = _create_locked_config()
        for name in SETTINGS:
            with self.subTest(name):
                getattr(defaults, name)

    def test_variables(self) -> None:
        """the environment overrides settings"""
        output = self.python("from pkgrs.config.config import config\nprint(config.quiet, config.packages_path)",
                             environ={"REZ_QUIET": "1", "REZ_PACKAGES_PATH": os.pathsep.join(["/a", "/b"]),
                                      "REZ_DISABLE_HOME_CONFIG": "1"})
        self.assertEqual(output.strip(), "True ['/a', '/b']")


class Imports(OwnCheck):
    def test_implementation(self) -> None:
        """all modules of pkgrs"""
        self._import_all("pkgrs")

    def test_surface(self) -> None:
        """all modules of rez"""
        self._import_all("rez")

    def _import_all(self, package: str) -> None:
        names = [name for name in self.modules(package)
                 if not name.startswith(("rez.tests", "rez.cli", "pkgrs.cli", "rez.data")) and "gui" not in name]
        missing = self.python(
            "import importlib, warnings\nwarnings.simplefilter('ignore')\n"
            "for name in sys.argv[1:]:\n"
            "    try: importlib.import_module(name)\n"
            "    except ImportError as error:\n"
            "        if (error.name or '').split('.')[0] in ('rez', 'rezplugins', 'pkgrs', ''): print(name, error)\n",
            *names)
        lines = [line for line in missing.splitlines() if "which is not installed" not in line]
        self.assertEqual(lines, [])


class Cli(OwnCheck):
    def test_commands(self) -> None:
        """all commands can tell their options"""
        from_cli = "from pkgrs.cli.entry import run_rez\nsys.argv = ['rez', '-h']\nrun_rez()"
        output = self.python(from_cli)
        for name in ("build", "context", "env", "search", "suite"):
            self.assertIn("\n    %s " % name, output)

    def test_env(self) -> None:
        """a command runs in an environment"""
        self.define("foo", "1", "def commands():\n    env.FOO = 'bah'")
        code = ("from pkgrs.cli.entry import run_rez_env\n"
                "sys.argv = ['rez-env', '--paths', sys.argv[1], '--ni', 'foo', '--', 'echo', '$FOO']\nrun_rez_env()")
        shell = "cmd" if os.name == "nt" else "bash"
        self.assertEqual(self.python(code, self.repository, environ={"REZ_DEFAULT_SHELL": shell}).strip(), "bah")


class Completion(OwnCheck):
    def test_packages(self) -> None:
        """packages and options are completed"""
        self.define("completed", "1")
        code = "from pkgrs.cli.entry import run_rez_complete\nsys.argv = ['_rez-complete']\nrun_rez_complete()"
        for line, expected in (("rez-env compl", "completed"), ("rez-env --no-impl", "--no-implicit"),
                               ("rez sui", "suite")):
            output = self.python(code, environ={"COMP_LINE": line, "COMP_POINT": str(len(line)),
                                                "REZ_PACKAGES_PATH": self.repository})
            self.assertIn(expected, output.split())


class PluginManager(Check):
    own_settings = True

    def test_plugins(self) -> None:
        """all plugins that are found load"""
        from pkgrs.plugin.manager import plugin_manager

        for kind in plugin_manager.get_plugin_types():
            failed = plugin_manager.get_failed_plugins(kind)
            self.assertEqual([name for name, _ in failed], [], "%s: %s" % (kind, failed))

    def test_builtin(self) -> None:
        """the plugins are there that come along"""
        from pkgrs.plugin.manager import plugin_manager

        self.assertIn("filesystem", plugin_manager.get_plugins("package_repository"))
        self.assertIn("local", plugin_manager.get_plugins("build_process"))


class Amqp(Check):
    def test_message(self) -> None:
        """the message about a context can be written"""
        import json

        from pkgrs.context.track import payload_base

        data: Any = dict(payload_base(), context=self.resolve().to_dict())
        self.assertIn("rez_version", json.loads(json.dumps(data))["context"])

    def test_address(self) -> None:
        """the address of a broker is understood"""
        from pkgrs.context.track import parse_host_and_port

        self.assertEqual(parse_host_and_port("host:1234"), ("host", 1234))
        self.assertEqual(parse_host_and_port("host"), ("host", None))
