# Completion of the command line tools, for bash.

_rez_complete_fn() {
    # One line of words; it must not be taken for patterns of file names.
    IFS=$' \t\n' read -r -a COMPREPLY <<<"$(COMP_LINE="$COMP_LINE" COMP_POINT="$COMP_POINT" _rez-complete 2>/dev/null)"
}

if [[ $- == *i* ]] && type complete >/dev/null 2>&1; then
    for _rez_tool in rez rezolve pkg \
        rez-benchmark rez-bind rez-build rez-bundle rez-config rez-context rez-cp rez-depends rez-diff rez-env \
        rez-gui rez-help rez-interpret rez-memcache rez-mv rez-pip rez-pkg-cache rez-pkg-ignore rez-plugins \
        rez-python rez-release rez-rm rez-search rez-selftest rez-status rez-suite rez-test rez-view rez-yaml2py
    do
        complete -F _rez_complete_fn "$_rez_tool"
    done
    unset _rez_tool
fi
