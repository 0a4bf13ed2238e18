"""Settings of shells: the prompt's end, the program (None: the one in $PATH), and what else is a program on Windows."""

sh = {
    "prompt": '>',
    "executable_fullpath": None
}

bash = {
    "prompt": '>',
    "executable_fullpath": None
}

csh = {
    "prompt": '>',
    "executable_fullpath": None
}

tcsh = {
    "prompt": '>',
    "executable_fullpath": None
}

zsh = {
    "prompt": '%',
    "executable_fullpath": None
}

cmd = {
    "prompt": '$G',
    "additional_pathext": [".PY"],
    "executable_fullpath": None
}

powershell = {
    "prompt": '> $ ',
    "additional_pathext": [".PY"],
    "executable_fullpath": None,
    "execution_policy": None
}

pwsh = {
    "prompt": '> $ ',
    "additional_pathext": [".PY"],
    "executable_fullpath": None,
    "execution_policy": None
}

gitbash = {
    "prompt": '>',
    "executable_fullpath": None
}

fish = {
    "prompt": '>',
    "executable_fullpath": None
}

nushell = {
    "prompt": '>',
    "executable_fullpath": None
}
