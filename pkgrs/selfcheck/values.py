"""Checks of what everything is made of."""
from __future__ import annotations

import os

from pkgrs.selfcheck.checks import Check


class Version(Check):
    def test_order(self) -> None:
        """versions have an order"""
        from pkgrs.version.version import Version as V

        texts = ["", "alpha", "1", "1.alpha", "1.0", "1.0.1", "1.2", "1.10", "2", "10"]
        self.assertEqual([str(v) for v in sorted(map(V, reversed(texts)))], texts)

    def test_ranges(self) -> None:
        """ranges hold versions, and intersect"""
        from pkgrs.version.range import VersionRange
        from pkgrs.version.version import Version as V

        for text, inside, outside in (("1.2", "1.2.9", "1.3"), ("1+<2", "1.9", "2"), ("==3", "3", "3.0"),
                                      ("1|5..7", "7", "7.1"), (">1", "2", "1")):
            self.assertTrue(V(inside) in VersionRange(text), text)
            self.assertFalse(V(outside) in VersionRange(text), text)
        self.assertEqual(str(VersionRange("1+<3") & VersionRange("2+")), "2+<3")
        self.assertIsNone(VersionRange("1") & VersionRange("2"))

    def test_requirements(self) -> None:
        """requirements conflict and combine"""
        from pkgrs.version.requirement import Requirement, RequirementList

        self.assertTrue(Requirement("foo-1").conflicts_with(Requirement("foo-2")))
        self.assertTrue(Requirement("!foo-1").conflicts_with(Requirement("foo-1.5")))
        self.assertFalse(Requirement("~foo-1").conflicts_with(Requirement("foo-1.5")))
        both = RequirementList([Requirement("foo-1+"), Requirement("bah"), Requirement("foo<3")])
        self.assertEqual([str(one) for one in both], ["foo-1+<3", "bah"])


class Formatter(Check):
    def test_objects(self) -> None:
        """names in braces are looked up, with their attributes"""
        from pkgrs.rex.executor import RexExecutor

        executor = RexExecutor(parent_environ={})
        executor.globals.update(this={"name": "foo"})
        executor.execute_code("env.A = '{root}/x'.format(root='/r')\nenv.B = 'plain'")
        output = executor.get_output()
        self.assertEqual((output["A"], output["B"]), ("/r/x", "plain"))

    def test_variables(self) -> None:
        """references to variables are expanded"""
        from pkgrs.rex.executor import RexExecutor

        executor = RexExecutor(parent_environ={"HOUSE": "tree"})
        executor.execute_code("env.A = '$HOUSE/${HOUSE}/{env.HOUSE}'")
        self.assertEqual(executor.get_output()["A"], "tree/tree/tree")


class Schema(Check):
    def test_validation(self) -> None:
        """data is validated, and errors name the key"""
        from pkgrs.base.schema import Optional, Schema as S, SchemaError

        schema = S({"name": str, Optional("count"): int})
        self.assertEqual(schema.validate({"name": "x", "count": 1}), {"name": "x", "count": 1})
        with self.assertRaises(SchemaError):
            schema.validate({"name": 3})


class Util(Check):
    def test_lists(self) -> None:
        """duplicates go"""
        from pkgrs.base.lists import dedup

        self.assertEqual(list(dedup([3, 1, 3, 2, 1])), [3, 1, 2])

    def test_shlex_join(self) -> None:
        """arguments are quoted such that they arrive"""
        import shlex

        from pkgrs.base.text import shlex_join

        arguments = ["a b", "plain", "x;y", "$HOME"]
        self.assertEqual(shlex.split(shlex_join(arguments)), arguments)


class Utils(Check):
    def test_dictionaries(self) -> None:
        """dictionaries are merged deeply"""
        from pkgrs.base.dicts import deep_update

        data = {"a": {"b": 1, "c": 2}}
        deep_update(data, {"a": {"c": 3}, "d": 4})
        self.assertEqual(data, {"a": {"b": 1, "c": 3}, "d": 4})

    def test_atomic_write(self) -> None:
        """a file is replaced as a whole, or not at all"""
        from pkgrs.base.replace import atomic_write

        path = self.write("old", "file")
        with self.assertRaises(KeyError):
            with atomic_write(path) as stream:
                stream.write("half of")
                raise KeyError
        with open(path) as stream:
            self.assertEqual(stream.read(), "old")
        self.assertEqual(sorted(os.listdir(self.folder)), ["file", "packages"])


class UtilsElf(Check):
    def test_run_paths(self) -> None:
        """the run paths of a program can be read and changed"""
        import shutil

        from pkgrs.base.elf import get_rpaths, patch_rpaths

        for program in ("readelf", "patchelf"):
            self.need_program(program)
        path = self.path("program")
        shutil.copy2(self.need_program("ls"), path)
        patch_rpaths(path, ["$ORIGIN", "$ORIGIN/lib"])
        self.assertEqual(get_rpaths(path), ["$ORIGIN", "$ORIGIN/lib"])


class UtilsFilesystem(Check):
    def test_names(self) -> None:
        """names of files survive encoding, and differ in more than case"""
        from pkgrs.base.filenames import decode_filesystem_name, encode_filesystem_name

        seen = set()
        for name in ("foo", "Foo", "FOO", "a b", "x_y", "$", "\u00fc"):
            encoded = encode_filesystem_name(name)
            self.assertEqual(decode_filesystem_name(encoded), name)
            seen.add(encoded.lower())
        self.assertEqual(len(seen), 7)


class UtilsFormatting(Check):
    def test_names(self) -> None:
        """names of packages are told from others"""
        from pkgrs.base.text import is_valid_package_name

        for name, valid in (("foo", True), ("foo_bar", True), ("foo.bar", True), ("1foo", True), ("foo-1", False),
                            ("", False), ("foo/bar", False)):
            self.assertEqual(is_valid_package_name(name), valid, name)

    def test_quantities(self) -> None:
        """times and sizes are readable"""
        from pkgrs.base.text import readable_memory_size, readable_time_duration

        self.assertEqual(readable_time_duration(7200), "2 hours")
        self.assertEqual(readable_memory_size(2048), "2 Kb")


class UtilsResolveGraph(Check):
    def test_failure(self) -> None:
        """a failure names the ways that lead to it"""
        from pkgrs.context.failure import failure_detail_from_graph

        self.define("lib", "1")
        self.define("lib", "2")
        self.define("app", "1", "requires = ['lib-1']")
        context = self.resolve("app", "lib-2")
        self.assertFalse(context.success)
        self.assertIn("lib-2", failure_detail_from_graph(context.graph()))


class Resources(Check):
    def test_handles(self) -> None:
        """a variant is found again by its handle"""
        from pkgrs.package.find import get_variant

        self.define("foo", "1", "variants = [['a-1'], ['a-2']]")
        for variant in self.package("foo", "1").iter_variants():
            self.assertEqual(get_variant(variant.handle.to_dict()), variant)
