# Helpers for lists and for the arguments of macros.

# list_to_string(OUTVAR LISTVAR)
# The entries of the list that LISTVAR names, each after a blank.
macro(list_to_string outvar listvar)
    set(${outvar})
    foreach(_lts_entry ${${listvar}})
        set(${outvar} "${${outvar}} ${_lts_entry}")
    endforeach()
endmacro()

# list_contains(VAR VALUE [ENTRY...])
# TRUE if one of the entries is VALUE, else unset.
macro(list_contains var value)
    set(_lc_entries ${ARGN})
    list(FIND _lc_entries "${value}" _lc_place)
    if(_lc_place EQUAL -1)
        set(${var})
    else()
        set(${var} TRUE)
    endif()
endmacro()

# list_remove_regex(LISTVAR REGEX)
# Leaves the entries that the regular expression does not match.
macro(list_remove_regex listvar regex)
    set(_lrr_kept)
    foreach(_lrr_entry ${${listvar}})
        if(NOT "${_lrr_entry}" MATCHES "${regex}")
            list(APPEND _lrr_kept "${_lrr_entry}")
        endif()
    endforeach()
    set(${listvar} ${_lrr_kept})
endmacro()

# car(VAR FIRST [REST...]): the first argument.
macro(car var)
    set(${var} ${ARGV1})
endmacro()

# cdr(VAR FIRST [REST...]): the arguments after the first.
macro(cdr var junk)
    set(${var} ${ARGN})
endmacro()

# parse_arguments(PREFIX "NAME;..." "OPTION;..." [ARGUMENT...])
#
# Sets for each name PREFIX_<name>, the arguments that follow it up to the next name; for each option
# PREFIX_<option>, TRUE if it is among the arguments, else FALSE; and PREFIX_DEFAULT_ARGS, the arguments before
# the first name. An option may stand anywhere and does not end what belongs to a name.
macro(parse_arguments prefix arg_names option_names)
    set(_pa_names ${arg_names})
    set(_pa_options ${option_names})
    set(${prefix}_DEFAULT_ARGS)
    foreach(_pa_name ${_pa_names})
        set(${prefix}_${_pa_name})
    endforeach()
    foreach(_pa_name ${_pa_options})
        set(${prefix}_${_pa_name} FALSE)
    endforeach()

    set(_pa_current DEFAULT_ARGS)
    foreach(_pa_word ${ARGN})
        list(FIND _pa_names "${_pa_word}" _pa_as_name)
        list(FIND _pa_options "${_pa_word}" _pa_as_option)
        if(NOT _pa_as_name EQUAL -1)
            set(_pa_current "${_pa_word}")
        elseif(NOT _pa_as_option EQUAL -1)
            set(${prefix}_${_pa_word} TRUE)
        else()
            list(APPEND ${prefix}_${_pa_current} "${_pa_word}")
        endif()
    endforeach()
endmacro()

# set_global_linker_cxx_flags(FLAG...)
# Adds flags to the linking of all targets that follow.
macro(set_global_linker_cxx_flags)
    set(_sgl_flags ${ARGN})
    list_to_string(_sgl_text _sgl_flags)
    foreach(_sgl_kind EXE SHARED MODULE)
        set(CMAKE_${_sgl_kind}_LINKER_FLAGS "${CMAKE_${_sgl_kind}_LINKER_FLAGS} ${_sgl_text}")
    endforeach()
endmacro()
