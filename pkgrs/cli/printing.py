"""Printing lists of things."""
from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Iterable, Optional, TextIO


def print_items(items: Iterable[Any], stream: Optional[TextIO] = None) -> None:
    """Print items: in columns on a terminal, else one a line.

    Args:
        stream: Where to; standard output if None.
    """
    stream = stream or sys.stdout
    texts = [str(item) for item in items]
    if not texts:
        return
    if stream.isatty():
        try:
            import shutil
            width = shutil.get_terminal_size().columns
        except (OSError, ValueError):
            width = 80
        longest = max(map(len, texts)) + 2
        per_row = max(1, width // longest)
        rows = -(-len(texts) // per_row)
        for row in range(rows):
            print("".join(text.ljust(longest) for text in texts[row::rows]).rstrip(), file=stream)
    else:
        for text in texts:
            print(text, file=stream)
