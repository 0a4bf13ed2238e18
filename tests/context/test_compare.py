"""Comparing contexts."""
import pytest

from pkgrs.errors import ResolvedContextError


def names(diff):
    return {kind: {name: [p.qualified_name for p in found] for name, found in packages.items()}
            if isinstance(packages, dict) else sorted(p.qualified_name for p in packages)
            for kind, packages in diff.items()}


def test_diff(resolve):
    here, there = resolve("lib-1.0", "plain"), resolve("lib-2", "old")
    assert names(here.get_resolve_diff(there)) == {
        "newer_packages": {"lib": ["lib-1.0", "lib-1.1", "lib-2.0"]},
        "added_packages": ["old-1"], "removed_packages": ["plain"]}
    assert names(there.get_resolve_diff(here))["older_packages"] == {"lib": ["lib-2.0", "lib-1.1", "lib-1.0"]}
    assert here.get_resolve_diff(here) == {}


def test_print(resolve, capsys):
    resolve("lib-1.0", "plain").print_resolve_diff(resolve("lib-2", "old"), heading=("here", "there"))
    assert capsys.readouterr().out == (
        "here     there    \n"
        "----     -----    \n"
        "lib-1.0  lib-2.0  (+2 versions)\n"
        "-        old-1    \n"
        "plain    -        \n")


def test_heading_of_files(resolve, capsys):
    here, there = resolve("plain"), resolve("old")
    here.set_load_path("/x/a.rxt")
    there.set_load_path("/y/b.rxt")
    here.print_resolve_diff(there, heading=True)
    assert capsys.readouterr().out.startswith("a.rxt  b.rxt  \n-----  -----  \n")


def test_nothing_to_print(resolve, capsys):
    resolve("lib").print_resolve_diff(resolve("lib"), heading=("a", "b"))
    assert capsys.readouterr().out == ""


def test_other_repositories(resolve, packages):
    with pytest.raises(ResolvedContextError) as error:
        resolve("plain").get_resolve_diff(resolve("plain", package_paths=["/nowhere", packages]))
    assert str(error.value) == (
        "Cannot diff resolves, package search paths differ:\n+ /nowhere\n  %s" % packages)


def test_failed_contexts(resolve):
    with pytest.raises(ResolvedContextError, match="failed context"):
        resolve("lib-1", "lib-2").get_resolve_diff(resolve("lib"))
