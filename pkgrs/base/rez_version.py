"""Version of Rez that pkgrs stands for, which packages can require and `rez.__version__` shows."""

_rez_version = "3.4.0"
