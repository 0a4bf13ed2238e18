# Completion of the command line tools, for zsh.

_rez_complete_fn() {
    local -a found
    found=($(COMP_LINE="$BUFFER" COMP_POINT="$CURSOR" _rez-complete 2>/dev/null))
    compadd -- $found
}

if [[ -o interactive ]] && (( ! $+functions[compdef] )); then
    autoload -Uz compinit && compinit -u 2>/dev/null
fi

if (( $+functions[compdef] )); then
    compdef _rez_complete_fn rez rezolve \
        rez-benchmark rez-bind rez-build rez-bundle rez-config rez-context rez-cp rez-depends rez-diff rez-env \
        rez-gui rez-help rez-interpret rez-memcache rez-mv rez-pip rez-pkg-cache rez-pkg-ignore rez-plugins \
        rez-python rez-release rez-rm rez-search rez-selftest rez-status rez-suite rez-test rez-view rez-yaml2py
fi
