name = "python"

version = "3.7"

description = "Stands for an interpreter; it brings none."


def commands():
    env.STUDIO_PYTHON = "{this.version}"
    env.PYTHONDONTWRITEBYTECODE = "1"
