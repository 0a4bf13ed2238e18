"""The application that all windows belong to."""
from __future__ import annotations

import os
import sys
from contextlib import contextmanager

from pkgrs.context.context import ResolvedContext
from pkgrs.errors import ResolvedContextError
from pkgrs.gui import application_name, organisation_name
from pkgrs.gui.qt import QtWidgets, busy, tell
from pkgrs.gui.settings import Config, settings
from pkgrs.gui.tasks import ProcessTrackerThread

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Iterator, List, Optional

__all__ = ["App", "get_app"]


class App(QtWidgets.QApplication):
    """The application.

    Args:
        argv: The command line; the program's own if None.
    """

    def __init__(self, argv: Optional[List[str]] = None) -> None:
        QtWidgets.QApplication.__init__(self, list(sys.argv if argv is None else argv))
        self.setOrganizationName(organisation_name)
        self.setApplicationName(application_name)
        self.main_window: Any = None
        self.process_tracker = ProcessTrackerThread()

    @property
    def config(self) -> Config:
        """What the windows remember."""
        return settings()

    def set_main_window(self, window: Any) -> None:
        """Tell which window is the main one."""
        self.main_window = window

    @contextmanager
    def status(self, txt: str) -> Iterator[None]:
        """Show a text in the main window while something is done."""
        if self.main_window is None:
            yield
        else:
            with self.main_window.status(txt):
                yield

    def load_context(self, filepath: str) -> Optional[ResolvedContext]:
        """Load a context, and remember it as a recent one. If that fails, say so and return None."""
        try:
            with self.status("Loading %s..." % filepath), busy():
                context = ResolvedContext.load(filepath)
        except (ResolvedContextError, OSError) as error:
            tell(self.main_window, "Failed to load context", str(error), bad=True)
            return None
        self.config.prepend_string_list("most_recent_contexts", os.path.realpath(filepath), "max_most_recent_contexts")
        return context

    def execute_shell(self, context: ResolvedContext, command: Any = None, terminal: bool = False,
                      **Popen_args: Any) -> Any:
        """Start a shell, or a command, in a context.

        Args:
            context: The context.
            command: The command; None for a shell that waits for some.
            terminal: Whether it gets a terminal of its own.
            Popen_args: As for `subprocess.Popen`.

        Returns:
            The process.
        """
        environ = {name: value for name, value in os.environ.items()
                   if name != "REZ_ENV_PROMPT"}  # this shell is in no other
        return context.execute_shell(command=command, block=False, detached=terminal, parent_environ=environ,
                                     start_new_session=True, **Popen_args)


_app: List[App] = []


def get_app() -> App:
    """The application, made when it is first asked for."""
    if not _app:
        _app.append(App())
    return _app[0]
