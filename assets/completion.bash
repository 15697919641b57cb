# Completion of PROGRAM for bash 3.2 and newer: what there is to complete is asked of the program.
_extra_credit() {
    local words=() piece="" last="" i
    for ((i = 0; i <= COMP_CWORD; i++)); do
        piece="${COMP_WORDS[i]}"
        # Bash breaks words at `=` and `:`.
        if ((i > 0)) && [[ "$piece" == [=:]* || "$last" == *[=:] ]]; then
            words[${#words[@]} - 1]+="$piece"
        else
            words+=("$piece")
        fi
        last="$piece"
    done
    # Only the piece behind the last break is replaced.
    local whole="${words[${#words[@]} - 1]}"
    [[ "$piece" == [=:]* ]] && piece=""
    local prefix="${whole%"$piece"}" quoted=false
    [[ "$piece" == [\"\']* ]] && quoted=true
    local plain=() word candidate
    for word in "${words[@]}"; do
        word="${word//[\"\']/}"
        plain+=("${word//\\/}")
    done
    COMPREPLY=()
    while IFS= read -r candidate; do
        candidate="${candidate#"$prefix"}"
        # Within quotes everything stands for itself.
        if [[ "$quoted" == false ]]; then
            printf -v candidate '%q' "$candidate"
            candidate="${candidate//\\,/,}"
        fi
        COMPREPLY+=("$candidate")
    done < <(VARIABLE=bash COMPLETER -- "${plain[@]}" 2>/dev/null)
    # The only one is whole, but for folders and `--option=`.
    if ((${#COMPREPLY[@]} == 1)) && [[ "$quoted" == false && "${COMPREPLY[0]}" != *[/=] ]]; then
        COMPREPLY[0]+=" "
    fi
}
complete -o nospace -F _extra_credit PROGRAM
