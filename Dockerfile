# The gateway in an image without build tools, run by a user without rights.
#   docker build -t customer-graph .
#   docker run --rm -p 8000:8000 --env-file .env customer-graph

# The explorer's parts come from npm, checked against the lock's digests.
FROM node:20-slim AS explorer
RUN apt-get update && apt-get install -y --no-install-recommends python3 && rm -rf /var/lib/apt/lists/*
WORKDIR /build
COPY gateway/__init__.py gateway/
COPY gateway/explorer gateway/explorer
RUN python3 -m gateway.explorer.build

FROM python:3.12-slim AS build
WORKDIR /build
RUN python -m venv /opt/gateway
# Locked versions with their hashes first: this layer is kept until the lock changes.
COPY requirements.txt ./
RUN /opt/gateway/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.txt
COPY pyproject.toml README.md LICENSE ./
COPY loaders loaders
COPY resolvers resolvers
COPY schema schema
COPY gateway gateway
COPY --from=explorer /build/gateway/explorer/assets gateway/explorer/assets
RUN /opt/gateway/bin/pip install --no-cache-dir --disable-pip-version-check --no-deps .

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
    CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen('http://127.0.0.1:' + os.environ['GATEWAY_PORT'] + '/healthz', timeout=2)"]
ENTRYPOINT ["gateway"]
CMD ["serve"]
