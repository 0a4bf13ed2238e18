name = "arnie"

version = "6.2.1"

description = "A renderer."

requires = ["~python-2.7+"]

tools = ["kickarnie"]

timestamp = 1500000000


def commands():
    env.ARNIE_ROOT = "{root}"
    env.PATH.append("{root}/bin")
    env.ARNIE_PLUGIN_PATH.append("{root}/plugins")
