# Sourced by bin/demo and bin/test: a virtual environment with what the project needs, made once.
# Sets: root (the checkout), work (its folder of made things), python (of our environment).
root=$(cd "$(dirname "$0")/.." && pwd)
work=${PKGRS_WORK:-$root/.work}
mkdir -p "$work"
export PIP_DISABLE_PIP_VERSION_CHECK=1

as_root_with_apt() {
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1
}

# debian_packages NAME...: installs those that are missing, where that is possible
debian_packages() {
    as_root_with_apt || return 0
    missing=
    for name in "$@"; do
        dpkg -s "$name" >/dev/null 2>&1 || missing="$missing $name"
    done
    [ -z "$missing" ] && return 0
    echo "installing Debian packages:$missing"
    apt-get update -qq >/dev/null 2>&1 || true
    # One that can't be had must not keep the others away.
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null 2>&1 ||
        for name in $missing; do
            DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$name" >/dev/null 2>&1 ||
                echo "  not to be had: $name"
        done
}

# That of an environment may be of the very one that is to be remade: its base stays.
find_python() {
    for name in ${PYTHON:-} python3 python; do
        if command -v "$name" >/dev/null 2>&1 && "$name" -c 'import os, sys
if sys.version_info < (3, 8): sys.exit(1)
print(os.path.realpath(getattr(sys, "_base_executable", sys.executable)))' 2>/dev/null; then
            return 0
        fi
    done
    echo "Python 3.8 or newer is needed (set PYTHON to name one)" >&2
    return 1
}

# environment FOLDER STAMP PIP-ARGUMENT...: a virtual environment, remade when what is asked of it changes
environment() {
    folder=$1 stamp=$2
    shift 2
    wanted="$base_python $stamp $*"
    if [ -x "$folder/bin/python" ] && [ "$(cat "$folder/stamp" 2>/dev/null)" = "$wanted" ]; then
        return 0
    fi
    rm -rf "$folder"
    if ! "$base_python" -m venv "$folder" >/dev/null 2>&1; then
        debian_packages python3-venv
        "$base_python" -m venv "$folder"
    fi
    "$folder/bin/python" -m pip install -q "$@"
    echo "$wanted" >"$folder/stamp"
}

base_python=$(find_python)
