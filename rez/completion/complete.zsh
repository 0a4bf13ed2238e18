# Completion of the command line tools, for zsh.

_rez_complete_fn() {
    # This command up to the cursor, without what else is on the line.
    local line="${(j: :)words[1,CURRENT-1]} $PREFIX"
    local -a found
    found=(${=$(COMP_LINE="$line" COMP_POINT= _rez-complete 2>/dev/null)})
    compadd -S '' -- ${(M)found:#*/}
    compadd -- ${found:#*/}
}

if [[ -o interactive ]] && (( ! $+functions[compdef] )); then
    autoload -Uz compinit && compinit -u 2>/dev/null
fi

if (( $+functions[compdef] )); then
    compdef _rez_complete_fn rez rezolve pkg \
        rez-benchmark rez-bind rez-build rez-bundle rez-config rez-context rez-cp rez-depends rez-diff rez-env \
        rez-gui rez-help rez-interpret rez-memcache rez-mv rez-pip rez-pkg-cache rez-pkg-ignore rez-plugins \
        rez-python rez-release rez-rm rez-search rez-selftest rez-status rez-suite rez-test rez-view rez-yaml2py
fi
