"""Writing files in one step, with the names of the library `atomicwrites`."""
from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import IO, Any, Iterator, Optional, Type


__all__ = ["AtomicWriter", "atomic_write", "move_atomic", "replace_atomic"]

DEFAULT_MODE = "w"


def replace_atomic(src: str, dst: str) -> None:
    """Move a file, over another if there is one."""
    os.replace(src, dst)


def move_atomic(src: str, dst: str) -> None:
    """Move a file.

    Raises:
        FileExistsError: There is one of the new name.
    """
    os.link(src, dst)
    os.unlink(src)


class AtomicWriter:
    """Writes a file under another name, and moves it to its own when all of it is on the disk.

    Args:
        path: The file.
        mode: How to open it; a mode that writes all of it.
        overwrite: Replace a file that is there.
        open_kwargs: Passed to `open`.

    Raises:
        ValueError: For another mode.
    """

    def __init__(self, path: Any, mode: str = DEFAULT_MODE, overwrite: bool = False, **open_kwargs: Any) -> None:
        for letter, instead in (("a", "appending"), ("x", "`overwrite=False`")):
            if letter in mode:
                raise ValueError("%s is not supported, use %s" % (
                    "Appending to an existing file" if letter == "a" else "Mode 'x'", instead))
        if "w" not in mode:
            raise ValueError("AtomicWriters can only be written to.")
        self._path = os.fspath(path)
        self._mode = mode
        self._overwrite = overwrite
        self._open_kwargs = open_kwargs

    @contextmanager
    def open(self) -> Iterator[IO[Any]]:
        """Context that gives the open file; after an error in it, nothing has changed."""
        stream = self.get_fileobject(**self._open_kwargs)
        try:
            with stream:
                yield stream
                self.sync(stream)
            self.commit(stream)
        except BaseException:
            try:
                self.rollback(stream)
            except OSError:
                pass
            raise

    def get_fileobject(self, suffix: str = "", prefix: str = "tmp", dir: Optional[str] = None,
                       **kwargs: Any) -> IO[Any]:
        """The temporary file, open."""
        folder = dir or os.path.dirname(os.path.abspath(self._path))
        handle, name = tempfile.mkstemp(suffix, prefix, folder)
        os.close(handle)
        return open(name, self._mode, **kwargs)

    def sync(self, f: IO[Any]) -> None:
        """Have the system write everything to the disk."""
        f.flush()
        os.fsync(f.fileno())

    def commit(self, f: IO[Any]) -> None:
        """Give the file its name."""
        (replace_atomic if self._overwrite else move_atomic)(f.name, self._path)

    def rollback(self, f: IO[Any]) -> None:
        """Remove the temporary file."""
        os.unlink(f.name)


def atomic_write(path: Any, writer_cls: Type[AtomicWriter] = AtomicWriter, **cls_kwargs: Any) -> Any:
    """Context that gives a file to write; see `AtomicWriter`."""
    return writer_cls(path, **cls_kwargs).open()
