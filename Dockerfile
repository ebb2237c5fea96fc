# syntax=docker/dockerfile:1

FROM swift:6.3-bookworm AS build
RUN apt-get update \
    && apt-get install -y --no-install-recommends libcurl4-openssl-dev libpq-dev libssl-dev pkg-config zlib1g-dev \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /build
# First what changes seldom: the dependencies stay in a layer of their own until Package.swift or Package.resolved changes.
COPY Package.* ./
RUN swift package resolve
COPY Sources Sources
COPY Tests Tests
# Swift's own libraries go into the binary: the image that runs it needs no Swift.
RUN swift build -c release --static-swift-stdlib --product purveyor \
    && install -D .build/release/purveyor /out/purveyor

FROM debian:bookworm-slim AS run
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates libcurl4 libpq5 libssl3 tzdata zlib1g \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --user-group --create-home --home-dir /srv/purveyor purveyor
COPY --from=build /out/purveyor /usr/local/bin/purveyor
COPY script/health /usr/local/bin/purveyor-health
# What the service reads at run time, from the directory that it is started in.
WORKDIR /srv/purveyor
COPY Migrations Migrations
COPY Catalogs Catalogs
COPY openapi.yaml ./
USER purveyor
EXPOSE 8080
# Alive, not ready: a database that is away for a while is no reason to restart the service.
HEALTHCHECK --interval=10s --timeout=6s --start-period=30s --retries=3 CMD ["purveyor-health", "8080", "/health/live"]
ENTRYPOINT ["purveyor"]
# Every interface, because a container's loopback is reachable from nowhere. TLS is the proxy's in front.
CMD ["serve", "--host", "0.0.0.0", "--port", "8080"]
