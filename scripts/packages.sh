# shellcheck shell=sh
# Debian packages: which Tocsin needs, and installing what is missing. Read by scripts/up and by
# the tests; defines functions and does nothing by itself.

# To run.
# shellcheck disable=SC2034  # used by whoever reads this file
PACKAGES_RUN="postgresql-15 redis-server nginx libpq5 libhiredis0.14 libjansson4 libjwt0 liboath0
libqrencode4 libsodium23 libssl3 libc-ares2 libuv1 libfcgi0ldbl zlib1g libyaml-0-2 ca-certificates"
# To build.
# shellcheck disable=SC2034
PACKAGES_BUILD="autoconf automake make gcc libc6-dev pkg-config binutils
libjansson-dev libpq-dev libhiredis-dev libjwt-dev liboath-dev libqrencode-dev libsodium-dev libssl-dev
libc-ares-dev libuv1-dev libfcgi-dev zlib1g-dev libyaml-dev"

# Of the packages given, those not installed, on one line.
packages_missing() {
    for package in "$@"; do
        case $(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true) in
        installed) ;;
        *) printf '%s ' "$package" ;;
        esac
    done
}

# How commands are run as root: "" as root, "sudo" where it works without asking or on a terminal.
packages_root() {
    if [ "$(id -u)" = 0 ]; then
        echo ""
    elif command -v sudo >/dev/null && { sudo -n true 2>/dev/null || [ -t 0 ]; }; then
        echo sudo
    else
        return 1
    fi
}

# Whether this user may install the packages given; else says who may, and how. Asks for sudo's
# password where one is needed.
packages_allowed() {
    if ! as_root=$(packages_root); then
        echo "These Debian packages are missing, and this user may not install them. As root, run" >&2
        echo "    apt-get update && apt-get install --no-install-recommends $*" >&2
        echo "and start again." >&2
        return 1
    fi
    [ -z "$as_root" ] || sudo -v
}

# Installs the packages given. The servers among them are not started, and no database cluster of
# the system's is made: Tocsin keeps its own.
packages_install() {
    as_root=$(packages_root) || return 1
    policy=/usr/sbin/policy-rc.d
    cluster=/etc/postgresql-common/createcluster.d/tocsin-install.conf
    if [ -e $policy ]; then policy=""; fi
    [ -z "$policy" ] || { printf '#!/bin/sh\nexit 101\n' | $as_root tee $policy >/dev/null && $as_root chmod 755 $policy; }
    $as_root mkdir -p "${cluster%/*}"
    echo "create_main_cluster = false" | $as_root tee $cluster >/dev/null
    packages_status=0
    # shellcheck disable=SC2016  # "$@" is the inner shell's
    $as_root env DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 sh -c 'apt-get -q update &&
        apt-get -q -y --no-install-recommends -o DPkg::Lock::Timeout=600 -o Dpkg::Use-Pty=0 install "$@"' \
        apt "$@" || packages_status=$?
    [ -z "$policy" ] || $as_root rm -f "$policy"
    $as_root rm -f "$cluster"
    return $packages_status
}
