name = "myapp"

version = "1.0.0"

description = "An application with one variant for each Python."

authors = ["td"]

tools = ["myapp"]

variants = [
    ["python-2.7"],
    ["python-3.7"],
    ["python-3.10"],
]

help = [["Home Page", "https://example.com/myapp"]]


def commands():
    env.MYAPP_ROOT = "{root}"
    env.PATH.append("{root}/bin")
    env.PYTHONPATH.append("{root}/python")
