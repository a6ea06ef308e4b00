#!/usr/bin/env bash
# Tries the README's two commands as on a machine that has nothing but what the README names: a clone of the last commit,
# an empty home, empty caches of cargo, pip and npm, and no tool of anybody's on the path.
#
# Arguments are for `cargo xtask test`: `infra/fresh_machine.sh --only dependencies` is a quick look.
#
# How this machine reaches package registries is kept: certificates, proxies, and the settings of cargo, pip and npm.
set -euo pipefail

repository=$(cd "$(dirname "$0")/.." && pwd)
new=$(mktemp -d "${TMPDIR:-/tmp}/navaia-fresh.XXXXXX")
stack=""

finish() {
    if [ -n "$stack" ]; then
        kill "$stack" 2>/dev/null || true
        wait "$stack" 2>/dev/null || true
    fi
    rm -rf "$new"
}
trap finish EXIT
trap 'exit 143' TERM INT HUP

# What the README asks for, and nothing else from where it is installed. Wrappers, not links: Python and Node look for
# what belongs to them beside the program that was started. In bash: other shells drop variables that are no names to
# them, such as the one in which cargo tells a test where a binary is (`CARGO_BIN_EXE_navaia-dev`).
programs() {
    mkdir -p "$new/bin"
    local name path
    for name in cargo rustc rustdoc rustfmt rustup cargo-fmt cargo-clippy clippy-driver node npm python3; do
        path=$(command -v "$name" || true)
        [ "$name" != python3 ] || path=$(python3 -c 'import sys; print(sys.executable)')
        [ -n "$path" ] || continue
        printf '#!/usr/bin/env bash\nexec "%s" "$@"\n' "$path" >"$new/bin/$name"
        chmod +x "$new/bin/$name"
    done
}

# Settings that say where packages come from. The files may hold a password for that place: they stay as private.
settings() {
    mkdir -p "$new/home/.config/pip" "$new/cargo"
    local cargo_home="${CARGO_HOME:-$HOME/.cargo}" file
    for file in config.toml config credentials.toml; do
        [ ! -f "$cargo_home/$file" ] || cp -p "$cargo_home/$file" "$new/cargo/$file"
    done
    for file in .npmrc .config/pip/pip.conf .pip/pip.conf; do
        [ ! -f "$HOME/$file" ] || { mkdir -p "$new/home/$(dirname "$file")" && cp -p "$HOME/$file" "$new/home/$file"; }
    done
}

# Nothing of the environment but what is named here.
environment() {
    local name
    fresh=(env -i)
    for name in $(compgen -e); do
        case "$name" in
            PIP_CACHE_DIR | npm_config_cache | RUSTUP_TOOLCHAIN) ;;
            CI | LANG | TERM | TMPDIR | RUSTUP_* | CARGO_HTTP_* | CARGO_NET_* | CARGO_SOURCE_* | CARGO_REGISTR* | PIP_* | npm_config_* | \
                *_PROXY | *_proxy | SSL_CERT_* | *_CA_BUNDLE | *_CAINFO | *_CA_CERTS)
                fresh+=("$name=${!name}")
                ;;
        esac
    done
    fresh+=(
        HOME="$new/home"
        PATH="$new/bin:/usr/bin:/bin"
        RUSTUP_HOME="${RUSTUP_HOME:-$HOME/.rustup}"
        CARGO_HOME="$new/cargo"
        XDG_CACHE_HOME="$new/home/.cache"
        XDG_CONFIG_HOME="$new/home/.config"
        XDG_DATA_HOME="$new/home/.local/share"
    )
}

# Whether the stack says that it is ready.
is_healthy() {
    python3 - "$new/started.json" 2>/dev/null <<'PYTHON'
import json, sys, urllib.request
started = json.load(open(sys.argv[1]))
urllib.request.urlopen(started["healthUrl"].replace("localhost", "127.0.0.1"), timeout=5)
PYTHON
}

# The stack ended when it should not, or not as it should.
ended() {
    local status=0
    wait "$stack" || status=$?
    echo "the stack ended with status $status" >&2
    exit 1
}

# A function, so that all of this has been read before it begins.
main() {
    programs
    settings
    environment
    git clone --quiet "$repository" "$new/navaia"
    git -C "$new/navaia" checkout --quiet --detach "$(git -C "$repository" rev-parse HEAD)"

    echo "cargo xtask dev, until it is ready"
    SECONDS=0
    # One process from here on, whose id is known: each program becomes the next one.
    (cd "$new/navaia" && exec "${fresh[@]}" cargo xtask dev --port 0 --json) >"$new/started.json" &
    stack=$!
    until is_healthy; do
        kill -0 "$stack" 2>/dev/null || ended
        sleep 1
    done
    echo "ready after $SECONDS s"
    kill "$stack"
    wait "$stack" || ended
    stack=""

    echo "cargo xtask test $*"
    SECONDS=0
    (cd "$new/navaia" && exec "${fresh[@]}" cargo xtask test "$@")
    echo "passed after $SECONDS s"
}

main "$@"
