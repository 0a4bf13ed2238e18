"""The package that `rez-bind rezgui` makes: its tool opens the windows, with what is bound."""
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("Qt")
pytestmark = pytest.mark.slow

# Runs the tool; ends the windows as soon as they are open, and tells what they came from.
RUN = """
import runpy, shutil, sys
from rezgui.objects.App import app
from pkgrs.gui.qt import QtCore
QtCore.QTimer.singleShot(0, lambda: (print(type(app.main_window).__name__, sys.modules["pkgrs.gui"].__file__), app.quit()))
sys.argv[:] = [shutil.which("rez-gui")]
runpy.run_path(sys.argv[0], run_name="__main__")
"""


def test_the_tool_opens_windows(tmp_path: Path) -> None:
    repository = tmp_path / "repo"
    environ = dict(os.environ, REZ_PACKAGES_PATH=str(repository), QT_QPA_PLATFORM="offscreen", HOME=str(tmp_path),
                   PATH=os.path.dirname(sys.executable) + os.pathsep + os.environ["PATH"])

    def rez(*arguments: str) -> str:
        code = "import sys; from pkgrs.cli.main import run; run()"
        process = subprocess.run([sys.executable, "-c", code, *arguments], env=environ, stdout=subprocess.PIPE,
                                 stderr=subprocess.PIPE, text=True, cwd=str(tmp_path))
        assert process.returncode == 0, process.stderr
        return process.stdout

    rez("bind", "-i", str(repository), "rez")
    rez("bind", "-i", str(repository), "rezgui", "--gui-lib", "")
    assert rez("env", "rezgui", "--", "which", "rez-gui").startswith(str(repository / "rezgui" / "3.4.0"))
    out = rez("env", "rezgui", "--", "python", "-c", RUN)
    assert out.startswith("MainWindow %s" % (repository / "rez" / "3.4.0")), out
