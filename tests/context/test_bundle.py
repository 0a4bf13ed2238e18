"""Bundles."""
import os
import shutil

import pytest
import yaml

from pkgrs.context.bundle import bundle_context
from pkgrs.context.context import ResolvedContext
from pkgrs.errors import ResolvedContextError
from pkgrs.tool_errors import ContextBundleError, PackageCopyError


@pytest.fixture
def bundle(resolve, tmp_path):
    """Bundles the packages of a request; returns the folder."""

    def make(*requests, **kwargs):
        folder = str(tmp_path / "bundle")
        bundle_context(resolve(*requests), folder, quiet=True, **kwargs)
        return folder

    return make


def files_in(folder):
    return sorted(os.path.relpath(os.path.join(path, name), folder) for path, _, names in os.walk(folder)
                  for name in names)


def test_content(bundle, packages):
    folder = bundle("app")
    assert files_in(folder) == ["bundle.yaml", "context.rxt", "packages/app/1.0.0/package.py",
                                "packages/lib/1.1/package.py", "packages/settings.yaml"]
    with open(os.path.join(folder, "bundle.yaml")) as stream:
        assert yaml.safe_load(stream)["logs"][0] == "INFO: Copied %s to %s" % tuple(
            os.path.join(root, "lib", "1.1", "package.py[]") for root in (packages, os.path.join(folder, "packages")))
    with open(os.path.join(folder, "packages", "settings.yaml")) as stream:
        assert yaml.safe_load(stream) == {"disable_memcached": True}


def test_it_can_be_moved(bundle, packages, tmp_path):
    folder = bundle("app")
    moved = str(tmp_path / "moved")
    shutil.move(folder, moved)
    shutil.rmtree(packages)
    context = ResolvedContext.load(os.path.join(moved, "context.rxt"))
    assert [variant.root for variant in context.resolved_packages] == [
        os.path.join(moved, "packages", "lib", "1.1"), os.path.join(moved, "packages", "app", "1.0.0")]
    assert context.get_environ()["APP"] == "1.1"


def test_packages_that_stay(bundle, packages):
    with pytest.raises(PackageCopyError, match="Cannot copy non-relocatable package"):
        bundle("fixed")


def test_packages_that_stay_can_be_skipped(bundle, packages):
    folder = bundle("fixed", "plain", skip_non_relocatable=True)
    roots = {v.name: v.root for v in ResolvedContext.load(os.path.join(folder, "context.rxt")).resolved_packages}
    assert roots["fixed"].startswith(packages) and roots["plain"].startswith(folder)
    with open(os.path.join(folder, "bundle.yaml")) as stream:
        assert "WARNING: Skipped bundling of non-relocatable package fixed-1" in yaml.safe_load(stream)["logs"]


def test_or_copied(bundle):
    assert "packages/fixed/1/package.py" in files_in(bundle("fixed", force=True, skip_non_relocatable=True))


def test_folder_must_not_exist(bundle, tmp_path):
    (tmp_path / "bundle").mkdir()
    with pytest.raises(ContextBundleError, match="Dest dir must not exist"):
        bundle("plain")


def test_failed_context(bundle, tmp_path):
    with pytest.raises(ResolvedContextError):
        bundle("lib-1", "lib-2")
    assert not (tmp_path / "bundle").exists()


@pytest.mark.skipif(not (shutil.which("gcc") and shutil.which("patchelf") and shutil.which("readelf")),
                    reason="needs gcc, readelf and patchelf")
def test_libraries_find_each_other(resolve, packages, tmp_path):
    import subprocess
    lib, program = os.path.join(packages, "plain", "libx.so"), os.path.join(packages, "old", "1", "program")
    (tmp_path / "x.c").write_text("int f() { return 3; }\n")
    (tmp_path / "main.c").write_text("int f(); int main() { return f(); }\n")
    subprocess.check_call(["gcc", "-shared", "-fPIC", "-o", lib, str(tmp_path / "x.c")])
    subprocess.check_call(["gcc", "-o", program, str(tmp_path / "main.c"), "-L" + os.path.dirname(lib), "-lx",
                           "-Wl,-rpath," + os.path.dirname(lib)])
    folder = str(tmp_path / "bundle")
    bundle_context(resolve("plain", "old"), folder, quiet=True, patch_libs=True)
    shutil.rmtree(packages)
    assert subprocess.call([os.path.join(folder, "packages", "old", "1", "program")]) == 3
