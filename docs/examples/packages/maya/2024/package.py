name = "maya"

version = "2024"

description = "The next release, with a newer Python."

requires = [
    "platform-linux|osx|windows",
    "python-3.10",
]

tools = ["maya", "mayapy"]


def commands():
    env.MAYA_VERSION = "{version}"
    env.MAYA_LOCATION = "{root}"
    env.PATH.prepend("{root}/bin")
    alias("mayapy", "{root}/bin/maya -python")
