"""What the distribution says about itself in Rez's name."""
import importlib.util
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def backend():
    spec = importlib.util.spec_from_file_location("backend", str(ROOT / "build_backend" / "backend.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_entry_points_of_rez():
    text = "[console_scripts]\npkg = pkgrs.cli.entry:run_pkg\nrez-env = pkgrs.cli.entry:run_rez_env\nparity = parity.__main__:main\n"
    assert backend()._rez_entry_points(text) == "[console_scripts]\nrez-env = rez.cli._entry_points:run_rez_env\n"


def test_one_version_everywhere():
    from pkgrs.base.rez_version import _rez_version
    names = {}
    exec((ROOT / "rez" / "utils" / "_version.py").read_text(), {"__builtins__": {}}, names)
    assert names["_rez_version"] == _rez_version == backend().REZ_VERSION
