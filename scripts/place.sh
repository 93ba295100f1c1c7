# shellcheck shell=sh
# Where Tocsin keeps its data when nobody says: ./var, unless started as root in a checkout that
# PostgreSQL's own user could not enter. Read by scripts/up and scripts/down.

# Whether every folder down to $1 lets other users through.
place_enterable() {
    place_part=$1
    while [ "$place_part" != / ]; do
        case $(stat -c %A "$place_part") in
        *x | *t) ;;
        *) return 1 ;;
        esac
        place_part=$(dirname "$place_part")
    done
}

place_default() {
    if [ "$(id -u)" != 0 ] || place_enterable "$1"; then
        echo "$1/var"
    else
        echo /var/lib/tocsin
    fi
}
