# shellcheck shell=sh
# Saying what happens: one line a step, more while it lasts, its output only when it fails.

progress_began=$(date +%s)

say() {
    printf '[%3d s] %s\n' $(($(date +%s) - progress_began)) "$*"
}

# Ends with what went wrong and what to do.
die() {
    printf '\n%s\n' "$*" >&2
    exit 1
}

# step TITLE COMMAND...: runs the command; after two seconds, and then ever more rarely, says that
# it goes on and what it wrote last.
step() {
    say "$1"
    step_title=$1
    shift
    step_log=$(mktemp)
    "$@" >"$step_log" 2>&1 </dev/null &
    step_pid=$!
    step_next=2
    step_waited=0
    while kill -0 $step_pid 2>/dev/null; do
        sleep 0.2 || sleep 1
        step_waited=$((step_waited + 1))
        if [ $step_waited -ge $((step_next * 5)) ]; then
            say "  ... $(grep -v '^npm warn' "$step_log" | grep . | tail -n 1 | tr -d '\r' | cut -c 1-90 | grep . || echo 'no word yet')"
            step_next=$((step_next < 10 ? step_next + 2 : step_next + 10))
        fi
    done
    step_status=0
    wait $step_pid || step_status=$?
    if [ $step_status != 0 ]; then
        tail -n 25 "$step_log" >&2
        mv "$step_log" "${TMPDIR:-/tmp}/tocsin-up-failed.log" 2>/dev/null || true
        die "\"$step_title\" has failed (status $step_status); all of its output stands in ${TMPDIR:-/tmp}/tocsin-up-failed.log.
Put right what the last lines say, then start again: what is done is not done twice."
    fi
    rm -f "$step_log"
}
