"""What the environment says about configuration files when this is imported: the process is configured from these.

Later changes are for the processes that it starts. The modules of `rez` that stand for the configuration import this
at once, which says when that is, though they wait with the configuration itself.
"""
import os

environ = {name: os.environ[name] for name in ("REZ_CONFIG_FILE", "REZ_DISABLE_HOME_CONFIG") if name in os.environ}
