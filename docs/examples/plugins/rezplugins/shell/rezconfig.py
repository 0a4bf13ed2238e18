noisy = {"prompt": "> ", "executable_fullpath": None}
