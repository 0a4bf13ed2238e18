recipe = {"loud": False}
