# A configuration file is a program, and `ModifyList` and a few more names are there without import.
import os
import platform

here = os.path.dirname(os.path.abspath(__file__))
plugin_path = ModifyList(append=[here])
bind_module_path = [os.path.join(here, "binders")]
package_definition_build_python_paths = [os.path.join(here, "studio_python")]
package_preprocess_function = "studio.preprocess"
parent_variables = ModifyList(prepend=["STUDIO"], append=["SHOW"])
release_hooks = ["notes"]
default_build_process = "timed"
default_shell = "noisy" if platform.system() == "Linux" else ""

plugins = {
    "command": {"greet": {"word": "good day"}},
    "release_hook": {"notes": {"file": "released.txt"}},
    "build_system": {"recipe": {"loud": False}},
}
