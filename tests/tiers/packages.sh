# shellcheck shell=sh
# Debian packages of the tests, beyond those the product itself is built and run with.
TESTS_PACKAGES="autoconf automake make gcc libc6-dev pkg-config binutils git
libjansson-dev libpq-dev libhiredis-dev libjwt-dev liboath-dev libqrencode-dev libsodium-dev libssl-dev
libc-ares-dev libuv1-dev libfcgi-dev libcap-dev zlib1g-dev libyaml-dev
postgresql-15 postgresql-client-15 redis-server nginx
libcmocka-dev clang clang-format libclang-rt-14-dev gcovr shellcheck
python3 python3-pytest python3-requests python3-psycopg2 python3-yaml mandoc zsh fish chromium fcgiwrap openssl xz-utils"

# Names of TESTS_PACKAGES that are not installed.
tests_missing_packages() {
    for package in $TESTS_PACKAGES; do
        case $(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true) in
        installed) ;;
        *) echo "$package" ;;
        esac
    done
}

tests_install_packages() {
    missing=$(tests_missing_packages | tr '\n' ' ')
    [ -n "${missing% }" ] || return 0
    as_root=""
    if [ "$(id -u)" != 0 ]; then
        if ! command -v sudo >/dev/null || ! sudo -n true 2>/dev/null; then
            echo "These packages are missing; install them as root and start again:" >&2
            echo "  apt-get install $missing" >&2
            exit 1
        fi
        as_root=sudo
    fi
    echo "Installing: $missing"
    log=$(mktemp)
    # Servers that come with the packages must not start by themselves.
    if ! {
        policy=""
        if [ ! -e /usr/sbin/policy-rc.d ]; then
            policy=/usr/sbin/policy-rc.d
            printf '#!/bin/sh\nexit 101\n' | $as_root tee $policy >/dev/null
            $as_root chmod 755 $policy
        fi
        done=0
        # shellcheck disable=SC2086  # a list of package names
        $as_root env DEBIAN_FRONTEND=noninteractive sh -c 'apt-get -q update && apt-get -q -y \
            --no-install-recommends -o DPkg::Lock::Timeout=600 install "$@"' apt $missing >"$log" 2>&1 || done=1
        [ -z "$policy" ] || $as_root rm -f "$policy"
        [ "$done" = 0 ]
    }; then
        tail -n 20 "$log" >&2
        echo "The packages could not be installed; the lines above say why." >&2
        exit 1
    fi
    rm -f "$log"
}
