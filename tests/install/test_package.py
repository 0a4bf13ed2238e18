"""pkgrs as a package in a repository."""
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pkgrs.installer.package import install_as_rez_package


def test_install_as_package(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    install_as_rez_package(str(tmp_path))
    assert capsys.readouterr().out == "\nSuccess! Rez was installed to %s/rez/3.4.0\n" % tmp_path
    from pkgrs.package.find import get_package
    package = get_package("rez", "3.4.0", paths=[str(tmp_path)])
    assert package is not None
    (variant,) = package.iter_variants()
    assert str(variant.variant_requires[-1]) == "python-%d.%d" % sys.version_info[:2]

    # It works with nothing but itself: no site-packages, no checkout.
    code = ("import rez.resolved_context, rez.packages, yaml; from rez.utils.yaml import load_yaml; "
            "print(rez.__file__); print(yaml.__file__)")
    output = subprocess.run([sys.executable, "-S", "-c", code], cwd=str(tmp_path), check=True, universal_newlines=True,
                            stdout=subprocess.PIPE, env={"PYTHONPATH": str(variant.root)}).stdout
    assert [os.path.relpath(line, variant.root) for line in output.splitlines()] == [
        "rez/__init__.py", "libraries/yaml/__init__.py"]
