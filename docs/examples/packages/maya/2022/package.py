name = "maya"

version = "2022"

description = "Stands for a large application that brings a Python of its own."

requires = [
    "platform-linux|osx|windows",
    "python-3.7",
]

tools = ["maya", "mayapy"]


def commands():
    env.MAYA_VERSION = "{version}"
    env.MAYA_LOCATION = "{root}"
    env.PATH.prepend("{root}/bin")
    alias("mayapy", "{root}/bin/maya -python")


def post_commands():
    env.MAYA_MODULE_PATH.append("{root}/modules")
