"""Completes a command line, by its parser."""
from __future__ import annotations


from argcomplete import CompletionFinder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, List


try:
    from argcomplete.lexers import split_line
except ImportError:  # argcomplete 1
    from argcomplete import split_line  # type: ignore[attr-defined,no-redef]


class RezCompletionFinder(CompletionFinder):
    """Finds what may stand at a place of a command line.

    Args:
        parser: The command's parser.
        comp_line: The line.
        comp_point: The place, as a number of bytes.

    `completions` holds what was found.
    """

    __module__ = "rez.cli._complete_util"

    def __init__(self, parser: Any, comp_line: str, comp_point: int) -> None:
        super().__init__(parser, always_complete_options=False)
        before = comp_line.encode("utf-8", "surrogateescape")[:comp_point]
        prequote, prefix, _, words, word_break = split_line(comp_line, len(before.decode("utf-8", "ignore")))
        found: List[str] = self._get_completions(words, prefix, prequote, word_break)
        # A single completion comes with a space behind it, which the shells' scripts add themselves.
        self.completions = [text[:-1] if text.endswith(" ") and not text.endswith("\\ ") else text for text in found]
