"""Choosing a package in a dialog, for the widgets that this dialog itself is made of."""
from __future__ import annotations

from pkgrs.gui.qt import execute

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, List

__all__ = ["choose_package", "offer"]

_dialogs: List[Callable[..., Any]] = []


def offer(dialog: Callable[..., Any]) -> None:
    """Name the dialog; its module does so when it is imported."""
    _dialogs[:] = [dialog]


def choose_package(context_model: Any, title: str = "", **options: Any) -> Any:
    """Ask for a package.

    Args:
        context_model: The context, in whose repositories packages are looked for.
        title: Title of the dialog, in place of its own.
        options: As for the dialog.

    Returns:
        The package, or None.
    """
    dialog = _dialogs[0](context_model, **options)
    if title:
        dialog.setWindowTitle(title)
    execute(dialog)
    return dialog.package
