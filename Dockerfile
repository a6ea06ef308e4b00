# The whole stack of `cargo xtask dev` in one image: the portal, the API, local services and the simulated voice provider.
# It is for looking at and for developing against, not for production: that is template.yaml.
#
# Where package registries are reached with certificates of one's own, or with settings: secrets of the build, which leave
# nothing in a layer (docs/container.md). Proxies are build arguments that Docker knows.

FROM node:22.23.3-bookworm-slim AS portal
WORKDIR /navaia/portal
COPY portal/package.json portal/package-lock.json ./
RUN --mount=type=cache,target=/root/.npm \
    --mount=type=secret,id=certificates \
    --mount=type=secret,id=npmrc,target=/root/.npmrc \
    if [ -f /run/secrets/certificates ]; then export NODE_EXTRA_CA_CERTS=/run/secrets/certificates; fi; \
    npm ci --no-audit --no-fund
COPY portal ./
RUN npm run build

FROM rust:1.95.0-slim-bookworm AS stack
# `dev` is built in half the time, and is slower to use.
ARG PROFILE=release
WORKDIR /navaia
COPY . .
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/navaia/target \
    --mount=type=secret,id=certificates \
    --mount=type=secret,id=cargo,target=/usr/local/cargo/config.toml \
    set -e; \
    if [ -f /run/secrets/certificates ]; then export CARGO_HTTP_CAINFO=/run/secrets/certificates; fi; \
    cargo build --locked --profile "$PROFILE" --bin navaia-dev; \
    if [ "$PROFILE" = dev ]; then folder=debug; else folder=$PROFILE; fi; \
    cp "target/$folder/navaia-dev" /usr/local/bin/navaia-dev

FROM debian:12.12-slim
# By number, so that a cluster can see that it is not root. The volume takes its owner from here when it is first used.
RUN install --directory --owner=10001 --group=10001 /data
COPY --from=stack /usr/local/bin/navaia-dev /usr/local/bin/navaia-dev
COPY --from=portal /navaia/portal/headers.json /portal/headers.json
COPY --from=portal /navaia/portal/out /portal/out
USER 10001:10001
VOLUME /data
EXPOSE 8787
HEALTHCHECK --interval=2s --timeout=6s --start-period=60s --retries=3 CMD ["navaia-dev", "--check"]
ENTRYPOINT ["navaia-dev", "--listen", "0.0.0.0:8787", "--data-dir", "/data", "--portal", "/portal"]
CMD ["--seed-demo"]
