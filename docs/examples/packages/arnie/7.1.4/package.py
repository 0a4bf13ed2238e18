name = "arnie"

version = "7.1.4"

description = "A renderer."

requires = ["~python-2.7+"]

tools = ["kickarnie"]

timestamp = 1700000000


def commands():
    env.ARNIE_ROOT = "{root}"
    env.PATH.append("{root}/bin")
    env.ARNIE_PLUGIN_PATH.append("{root}/plugins")
