#!/usr/bin/env bash
# Builds the image, starts it with compose, walks through the portal at the published port, restarts it and finds its
# data, and stops it.
#
# Uses the Docker engine that runs. Where none does, it starts Debian's for itself (root, packages docker.io,
# docker-compose, debootstrap). Where the base images cannot be had, stand-ins are made under their names, from Debian's
# packages, this machine's Rust and npm's Node.js.
#
# PROFILE=dev builds what is in the image without optimisation, in half the time.
#
# Says 77 as its status, and why, where that is not possible.
set -euo pipefail

repository=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/navaia-container.XXXXXX")
export COMPOSE_PROJECT_NAME="navaia-test-$$"
engine=""
canary="canary-$$-$RANDOM$RANDOM"

skip() {
    echo "$1" >&2
    exit 77
}

finish() {
    if [ -f "$work/up" ]; then compose down --volumes --timeout 5 >&2 || true; fi
    if [ -n "$engine" ]; then
        kill "$engine" 2>/dev/null || true
        wait "$engine" 2>/dev/null || true
        umount "$work"/engine/netns/default 2>/dev/null || true
    fi
    rm -rf "$work" 2>/dev/null || true
}
trap finish EXIT
trap 'exit 143' TERM INT HUP

step() {
    echo "== $1 (${SECONDS} s)" >&2
}

# ---- the engine

start_engine() {
    docker=docker
    # Debian's client has BuildKit in it; others want a plugin.
    if ! docker buildx version >/dev/null 2>&1 && [ -x /usr/bin/docker ]; then docker=/usr/bin/docker; fi
    if "$docker" info >/dev/null 2>&1; then return; fi
    [ "$(id -u)" = 0 ] || skip "no Docker engine answers, and only root can start one"
    command -v dockerd >/dev/null || skip "no Docker engine answers, and Debian's (docker.io) is not installed"
    export DOCKER_HOST="unix://$work/engine.sock"
    dockerd --iptables=false --ip6tables=false --bridge=none \
        --data-root "$work/images" --exec-root "$work/engine" -p "$work/engine.pid" -H "$DOCKER_HOST" \
        >"$work/engine.log" 2>&1 &
    engine=$!
    until "$docker" info >/dev/null 2>&1; do
        kill -0 "$engine" 2>/dev/null || { tail -20 "$work/engine.log" >&2; skip "Debian's Docker engine does not start"; }
        sleep 0.2
    done
}

# Compose is a plugin of the client, or a program of its own.
require_compose() {
    "$docker" compose version >/dev/null 2>&1 || command -v docker-compose >/dev/null ||
        skip "docker compose is not installed, and docker-compose neither"
}

compose() {
    if "$docker" compose version >/dev/null 2>&1; then
        (cd "$repository" && "$docker" compose "$@")
    else
        (cd "$repository" && docker-compose "$@")
    fi
}

# ---- base images

# Debian with the packages that are named, in a folder.
debian() {
    debootstrap --variant=minbase ${2:+--include="$2"} bookworm "$1" >"$1.log" 2>&1 ||
        { tail -20 "$1.log" >&2; skip "debootstrap cannot make a Debian"; }
    rm -rf "$1"/var/cache/apt/archives/*.deb "$1"/var/lib/apt/lists/* "$1"/usr/share/doc "$1"/usr/share/locale
}

import() {
    tar -C "$1" -c . | "$docker" import --change 'ENV PATH=/usr/local/bin:/usr/local/cargo/bin:/usr/sbin:/usr/bin:/sbin:/bin' \
        ${3:+--change "$3"} - "$2" >/dev/null
}

stand_in() {
    local image=$1 tools="$work/tools"
    command -v debootstrap >/dev/null || skip "no registry has $image, and debootstrap is not installed"
    case "$image" in
        debian:*)
            debian "$work/debian"
            import "$work/debian" "$image"
            ;;
        rust:*)
            [ -d "$tools" ] || debian "$tools" ca-certificates,gcc,libc6-dev,libstdc++6
            local sysroot
            sysroot=$(cd "$repository" && rustc --print sysroot)
            cp -al "$tools" "$work/rust"
            mkdir -p "$work/rust/usr/local/cargo"
            cp -a "$sysroot/bin" "$sysroot/lib" "$work/rust/usr/local/"
            import "$work/rust" "$image" 'ENV CARGO_HOME=/usr/local/cargo'
            ;;
        node:*)
            [ -d "$tools" ] || debian "$tools" ca-certificates,gcc,libc6-dev,libstdc++6
            local version=${image#node:}
            (mkdir -p "$work/npm" && cd "$work/npm" && npm install --no-audit --no-fund --no-save "node@${version%%-*}" >&2)
            cp -al "$tools" "$work/node"
            cp -a "$work"/npm/node_modules/node/bin/node "$work/node/usr/local/bin/node"
            mkdir -p "$work/node/usr/local/lib/node_modules"
            cp -a "$(npm root --global)/npm" "$work/node/usr/local/lib/node_modules/npm"
            ln -s ../lib/node_modules/npm/bin/npm-cli.js "$work/node/usr/local/bin/npm"
            import "$work/node" "$image"
            ;;
        *) skip "nothing stands in for $image" ;;
    esac
}

base_images() {
    local image
    for image in $(awk '$1 == "FROM" { print $2 }' "$repository/Dockerfile"); do
        if timeout 60 "$docker" pull --quiet "$image" >/dev/null 2>&1; then continue; fi
        step "a stand-in for $image"
        stand_in "$image"
    done
}

# ---- the image

# How this machine reaches package registries, as secrets. The canary in each must be found nowhere in the image.
build() {
    local secrets=() file
    mkdir -p "$work/secrets"
    for file in certificates npmrc cargo; do
        echo "# $canary" >"$work/secrets/$file"
        secrets+=(--secret "id=$file,src=$work/secrets/$file")
    done
    cat "${SSL_CERT_FILE:-/etc/ssl/certs/ca-certificates.crt}" >>"$work/secrets/certificates"
    if [ -f "$HOME/.npmrc" ]; then cat "$HOME/.npmrc" >>"$work/secrets/npmrc"; fi
    file="${CARGO_HOME:-$HOME/.cargo}/config.toml"
    if [ -f "$file" ]; then cat "$file" >>"$work/secrets/cargo"; fi
    local arguments=(--network host --progress plain --tag navaia:local --build-arg "PROFILE=${PROFILE:-release}")
    for file in HTTP_PROXY HTTPS_PROXY NO_PROXY; do
        if [ -n "${!file:-}" ]; then arguments+=(--build-arg "$file"); fi
    done
    DOCKER_BUILDKIT=1 "$docker" build "${arguments[@]}" "${secrets[@]}" "$repository" >&2
}

# How many lines of the image's layers, which are not compressed there, have this in them. Reads to the end: who writes
# into a pipe that nobody reads fails.
lines_of_image() {
    "$docker" save navaia:local | tar -xO | { grep -a -c -- "$1" || true; }
}

leaves_no_secret() {
    local secrets known
    secrets=$(lines_of_image "$canary")
    # The same search finds what is known to be there.
    known=$(lines_of_image navaia-dev)
    if [ "$known" = 0 ]; then
        echo "the search for secrets finds nothing at all" >&2
        exit 1
    fi
    is "how often secrets of the build are in a layer" "$secrets" 0
}

# ---- running it

# Also of a container that does not run.
container() {
    "$docker" ps --all --quiet --filter "label=com.docker.compose.project=$COMPOSE_PROJECT_NAME"
}

inspect() {
    "$docker" inspect --format "$1" "$(container)"
}

until_healthy() {
    local state
    for _ in $(seq 600); do
        state=$(inspect '{{.State.Health.Status}}')
        if [ "$state" = healthy ]; then return; fi
        if [ "$(inspect '{{.State.Status}}')" != running ]; then break; fi
        sleep 0.2
    done
    "$docker" logs "$(container)" >&2
    echo "the container does not become healthy: $state" >&2
    exit 1
}

is() {
    if [ "$2" != "$3" ]; then
        echo "$1: $2, not $3" >&2
        exit 1
    fi
}

# When the engine last did this with the container.
engine_said() {
    "$docker" events --since "$(inspect '{{.State.StartedAt}}')" --until "$(($(date +%s) + 1))" --filter "container=$(container)" \
        --filter "event=$1" --format '{{json .TimeNano}}' | tail -1 | sed 's/\(.*\)\([0-9]\{9\}\)$/@\1.\2/'
}

free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

tour() {
    (cd "$repository/portal" && PORTAL_URL="http://localhost:$NAVAIA_PORT/" CALLER="$1" npm run e2e -- --workers 1 e2e/tour -g "$2") >&2
}

main() {
    start_engine
    require_compose
    compose config --quiet
    step "base images"
    base_images
    step "the image"
    build
    leaves_no_secret

    NAVAIA_PORT=$(free_port)
    export NAVAIA_PORT
    touch "$work/up"
    step "compose up"
    local began
    began=$(date +%s%N)
    compose up -d --no-build >&2
    until_healthy
    echo "healthy after $((($(date +%s%N) - began) / 1000000)) ms" >&2
    is "its user" "$(inspect '{{.Config.User}}')" 10001:10001
    is "its root file system is read-only" "$(inspect '{{.HostConfig.ReadonlyRootfs}}')" true
    is "published at" "$(inspect '{{(index (index .NetworkSettings.Ports "8787/tcp") 0).HostIp}}')" 127.0.0.1

    step "the tour"
    tour +12025550177 "becomes a customer"

    step "stop and start"
    began=$(date +%s%3N)
    compose stop --timeout 10 >&2
    # What compose itself takes to begin and to end is in neither.
    local asked ended milliseconds
    asked=$(date -d "$(engine_said kill)" +%s%3N)
    ended=$(date -d "$(inspect '{{.State.FinishedAt}}')" +%s%3N)
    milliseconds=$((ended - asked))
    echo "stopped after $milliseconds ms" >&2
    if [ "$milliseconds" -gt 1000 ] || [ "$asked" -lt "$began" ]; then
        echo "it takes $milliseconds ms to stop" >&2
        exit 1
    fi
    is "its status when it is asked to end" "$(inspect '{{.State.ExitCode}}')" 0
    compose start >&2
    until_healthy
    tour +12025550177 "is still there"

    echo "image: $(($("$docker" image inspect --format '{{.Size}}' navaia:local) / 1000000)) MB" >&2
    echo "memory: $(awk '/VmRSS/ { print int($2 / 1000) }' "/proc/$(inspect '{{.State.Pid}}')/status") MB" >&2
    step "passed"
}

main "$@"
