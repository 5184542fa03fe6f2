# The gateway in an image without build tools, run by a user without rights.
#   docker build -t customer-graph .
#   docker run --rm -p 8000:8000 --env-file .env -v "$PWD/keys:/etc/gateway/keys:ro" customer-graph

# The explorer's parts come from npm, checked against the lock's digests.
FROM node:24-slim AS explorer
RUN apt-get update && apt-get install -y --no-install-recommends python3 && rm -rf /var/lib/apt/lists/*
WORKDIR /build
COPY gateway/__init__.py gateway/
COPY gateway/explorer gateway/explorer
RUN python3 -m gateway.explorer.build

FROM python:3.12-slim AS build
WORKDIR /build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
# Locked versions with their hashes first, of what it runs on and of what builds it: kept until a lock changes.
COPY requirements.txt requirements-build.txt ./
RUN python -m venv /opt/gateway && /opt/gateway/bin/pip install --require-hashes -r requirements.txt
RUN python -m venv /opt/build && /opt/build/bin/pip install --require-hashes -r requirements-build.txt
COPY pyproject.toml README.md LICENSE ./
COPY loaders loaders
COPY resolvers resolvers
COPY schema schema
COPY gateway gateway
COPY --from=explorer /build/gateway/explorer/assets gateway/explorer/assets
RUN /opt/build/bin/pip wheel --no-index --no-deps --no-build-isolation --wheel-dir /tmp/wheel . \
    && /opt/gateway/bin/pip install --no-index --no-deps /tmp/wheel/*.whl

FROM python:3.12-slim
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin gateway
COPY --from=build /opt/gateway /opt/gateway
ENV PATH=/opt/gateway/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    GATEWAY_HOST=0.0.0.0 \
    GATEWAY_PORT=8000
WORKDIR /etc/gateway
USER 10001:10001
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import http.client, os, sys; c = http.client.HTTPConnection('127.0.0.1', int(os.environ['GATEWAY_PORT']), timeout=2); c.request('GET', '/healthz'); sys.exit(c.getresponse().status != 200)"]
ENTRYPOINT ["gateway"]
CMD ["serve"]
