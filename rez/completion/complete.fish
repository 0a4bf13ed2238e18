# Completion of the command line tools, for fish.

function __rez_complete
    # This command up to the cursor, without what else is on the line.
    set -lx COMP_LINE (commandline --current-process --cut-at-cursor | string trim --left | string collect)
    set -lx COMP_POINT
    _rez-complete 2>/dev/null | string split --no-empty ' '
end

if status is-interactive
    for _rez_tool in rez rezolve pkg \
        rez-benchmark rez-bind rez-build rez-bundle rez-config rez-context rez-cp rez-depends rez-diff rez-env \
        rez-gui rez-help rez-interpret rez-memcache rez-mv rez-pip rez-pkg-cache rez-pkg-ignore rez-plugins \
        rez-python rez-release rez-rm rez-search rez-selftest rez-status rez-suite rez-test rez-view rez-yaml2py
        complete --command $_rez_tool --no-files --arguments '(__rez_complete)'
    end
    set -e _rez_tool
end
