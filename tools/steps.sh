# Steps that say what they do and how long each took. Sourced by the other scripts.
log="${TMPDIR:-/tmp}/certification-platform-setup.log"
: > "$log"

step() { # step "what happens" command arguments...
    local said="$1" began ended
    shift
    printf '  %-58s' "$said"
    began=$(date +%s.%N)
    if "$@" >> "$log" 2>&1; then
        ended=$(date +%s.%N)
        printf '%7.1f s\n' "$(echo "$ended $began" | awk '{print $1 - $2}')"
    else
        printf ' failed\n\n'
        tail -n 40 "$log" >&2
        exit 1
    fi
}
