"""Checks of resolves, and of what is done with them."""
from __future__ import annotations

import os
import subprocess

from pkgrs.selfcheck.checks import Check, create_python_package

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, List, Optional


#: The shell to check, all if None.
only_shell: Optional[str] = None


class Solver(Check):
    def setUp(self) -> None:
        super().setUp()
        for version in ("1", "2"):
            self.define("lib", version)
        self.define("app", "1", "requires = ['lib-1']")
        self.define("app", "2", "requires = ['lib-2']")
        self.define("pair", "1", "variants = [['lib-1'], ['lib-2']]")

    def test_resolve(self) -> None:
        """the latest versions that go together are chosen"""
        self.assertEqual(self.names(self.resolve("app", "pair")), ["lib-2[]", "app-2[]", "pair-1[1]"])
        self.assertEqual(self.names(self.resolve("lib-1", "pair")), ["lib-1[]", "pair-1[0]"])

    def test_conflict(self) -> None:
        """what does not go together fails"""
        context = self.resolve("app-1", "lib-2")
        self.assertFalse(context.success)
        self.assertIn("lib-1 <--!--> lib==2", context.failure_description or "")

    def test_cycle(self) -> None:
        """a cycle fails"""
        self.define("a", "1", "requires = ['b']")
        self.define("b", "1", "requires = ['a']")
        self.assertIn("cyclic", self.resolve("a").failure_description or "")


class Context(Check):
    def test_file(self) -> None:
        """a context is saved and loaded"""
        from pkgrs.context.context import ResolvedContext

        self.define("foo", "1", "def commands():\n    env.FOO = '{this.version}'")
        self.resolve("foo").save(self.path("x.rxt"))
        loaded = ResolvedContext.load(self.path("x.rxt"))
        self.assertEqual(self.names(loaded), ["foo-1[]"])
        self.assertEqual(loaded.get_environ()["FOO"], "1")

    def test_execute(self) -> None:
        """a command runs in the environment"""
        create_python_package(self.repository)
        self.define("foo", "1", "def commands():\n    env.FOO = 'x y'")
        context = self.resolve("foo", "python")
        (tool,) = context.get_tools()["python"][1]
        process = context.execute_command(
            [tool, "-c", "import os; print(os.environ['FOO'])"], stdout=subprocess.PIPE, text=True)
        self.assertEqual(process.communicate()[0].strip(), "x y")


class Commands(Check):
    def test_order(self) -> None:
        """packages' commands run after those of what they require"""
        self.define("lib", "1", "def commands():\n    env.WAY.append('lib')")
        self.define("app", "1", "requires = ['lib']\n"
                                "def pre_commands():\n    env.FIRST = 'app'\n"
                                "def commands():\n    env.WAY.append('app')\n    env.LIB = '{resolve.lib.version}'")
        environ = self.resolve("app").get_environ({})
        self.assertEqual(environ["WAY"], os.pathsep.join(["lib", "app"]))
        self.assertEqual((environ["FIRST"], environ["LIB"]), ("app", "1"))


class Rex(Check):
    def test_actions(self) -> None:
        """variables are set, appended to and removed"""
        from pkgrs.rex.executor import RexExecutor

        executor = RexExecutor(parent_environ={"GONE": "x"})
        executor.execute_code("env.A = 'b'\nenv.P.append('b')\nenv.P.prepend('a')\nunsetenv('GONE')\n"
                              "if defined('A'):\n    setenv('C', getenv('A') + 'c')")
        output = executor.get_output()
        self.assertEqual((output["A"], output["C"], output["P"]), ("b", "bc", os.pathsep.join("ab")))

    def test_error(self) -> None:
        """an error in commands names the package"""
        from pkgrs.errors import PackageCommandError

        self.define("broken", "1", "def commands():\n    nothing_of_this_name")
        with self.assertRaises(PackageCommandError) as caught:
            self.resolve("broken").get_environ()
        self.assertIn("broken", str(caught.exception))


class Shells(Check):
    TEXT = "it's \"$quoted\" `and` {odd} \\ !"

    def _shells(self) -> List[str]:
        from pkgrs.shell.base import get_shell_class, get_shell_types

        found = []
        for name in sorted(get_shell_types()):
            if only_shell in (None, name) and get_shell_class(name).is_available():
                found.append(name)
        if not found:
            self.skipTest("there is no such shell here")
        return found

    def _run(self, shell: str, command: str) -> str:
        context = self.resolve("foo")
        code, output, errors = context.execute_shell(
            shell=shell, command=command, norc=True, quiet=True, block=True, text=True, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE)
        self.assertEqual(code, 0, "%s: %s" % (shell, errors))
        return str(output)

    def test_environment(self) -> None:
        """each shell has the variables as they were set"""
        import sys

        self.define("foo", "1", "def commands():\n    env.FOO = literal(%r)" % self.TEXT)
        program = self.write("import os\nprint(os.environ['FOO'])\n", "show.py")
        for shell in self._shells():
            with self.subTest(shell):
                output = self._run(shell, "%s %s" % (sys.executable, program))
                self.assertEqual(output.strip(), self.TEXT)

    def test_alias(self) -> None:
        """each shell has the aliases"""
        self.define("foo", "1", "def commands():\n    alias('greet', 'echo hello')")
        for shell in self._shells():
            with self.subTest(shell):
                self.assertEqual(self._run(shell, "greet you").strip(), "hello you")


class Suites(Check):
    def test_suite(self) -> None:
        """a suite is saved, loaded, and its tool runs"""
        from pkgrs.suite.suite import Suite

        self.define("foo", "1", "tools = ['foo_tool']\ndef commands():\n    env.PATH.append('{root}/bin')")
        tool = self.write("#!/bin/sh\necho ran\n", "packages", "foo", "1", "bin", "foo_tool")
        os.chmod(tool, 0o755)
        suite = Suite()
        suite.add_context("work", self.resolve("foo"))
        suite.set_context_suffix("work", "_w")
        suite.save(self.path("suite"))
        loaded = Suite.load(self.path("suite"))
        self.assertEqual(sorted(loaded.get_tools()), ["foo_tool_w"])
        self.assertTrue(os.path.exists(self.path("suite", "bin", "foo_tool_w")))


class Test(Check):
    def test_run(self) -> None:
        """a package's tests run"""
        from pkgrs.testing.runner import PackageTestRunner

        self.define("foo", "1", "tests = {'good': 'exit 0', 'bad': 'exit 3'}")
        with open(self.path("output"), "w", encoding="utf-8") as stream:
            runner = PackageTestRunner("foo", stdout=stream, stderr=stream)
            self.assertEqual(sorted(runner.get_test_names()), ["bad", "good"])
            with self.assertLogs("rez.utils.logging_", "WARNING"):  # which says that one failed
                self.assertEqual([runner.run_test("good"), runner.run_test("bad")], [0, 3])


class Build(Check):
    def _build(self, *arguments: Any) -> None:
        from pkgrs.build.build_system import create_build_system
        from pkgrs.build.process import create_build_process
        from pkgrs.package.developer import get_developer_package

        source = self.path("source")
        package = get_developer_package(source)
        system = create_build_system(source, package=package)
        process = create_build_process("local", source, system, package=package, quiet=True)
        process.build(install_path=self.repository, install=True, clean=True)

    def test_custom(self) -> None:
        """a package is built with its build command, and installed"""
        self.write("name = 'foo'\nversion = '1'\nvariants = [['lib-1'], ['lib-2']]\n"
                   "build_command = 'echo built > $REZ_BUILD_INSTALL_PATH/file'\n", "source", "package.py")
        for version in ("1", "2"):
            self.define("lib", version)
        self._build()
        for index, variant in enumerate(self.package("foo", "1").iter_variants()):
            self.assertTrue(os.path.exists(os.path.join(variant.root, "file")), index)


class Release(Check):
    def test_git(self) -> None:
        """a git checkout is known as one"""
        from pkgrs.release.vcs import create_release_vcs

        git = self.need_program("git")
        self.write("name = 'foo'\nversion = '1'\n", "package.py")
        subprocess.check_call([git, "init", "-q", self.folder], stdout=subprocess.DEVNULL)
        self.assertEqual(create_release_vcs(self.folder).name(), "git")
