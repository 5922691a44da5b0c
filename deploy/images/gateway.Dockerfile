# The gateway: contracts, the chassis, its pages and its built assets. Node exists in the building stage only.
FROM python:3.13-slim-trixie AS build
ENV PIP_CACHE_DIR=/var/cache/pip PIP_DISABLE_PIP_VERSION_CHECK=1 npm_config_cache=/var/cache/npm NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt
COPY requirements/gateway.txt requirements/assets.txt /build/requirements/
RUN --mount=type=cache,target=/var/cache/pip,sharing=locked \
    python3 -m venv --without-pip /opt/venv \
 && python3 -m pip --python /opt/venv/bin/python3 install --quiet --root-user-action ignore --no-compile --require-hashes -r /build/requirements/gateway.txt \
 && python3 -m compileall -q --invalidation-mode unchecked-hash /opt/venv \
 && python3 -m venv --without-pip /opt/assets \
 && python3 -m pip --python /opt/assets/bin/python3 install --quiet --root-user-action ignore --require-hashes -r /build/requirements/assets.txt
COPY services/__init__.py /build/app/services/__init__.py
COPY services/contracts /build/app/services/contracts
COPY services/chassis /build/app/services/chassis
COPY gateway /build/app/gateway
WORKDIR /build/app
RUN --mount=type=cache,target=/var/cache/npm,sharing=locked \
    PATH=/opt/assets/bin:$PATH python3 -m gateway.assets build \
 && /opt/assets/bin/python3 -m gateway.translations.update compile \
 && rm -rf gateway/node_modules gateway/package.json gateway/package-lock.json gateway/static/css gateway/static/js gateway/static/drawings \
 && find /build/app '(' -name '*.md' -o -name '*.po' -o -name '*.pot' ')' -delete \
 && python3 -m compileall -q --invalidation-mode unchecked-hash /build/app

FROM python:3.13-slim-trixie
RUN groupadd --gid 10001 portal \
 && useradd --uid 10001 --gid portal --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin portal \
 && install -d -o portal -g portal -m 0700 /var/lib/portal/blobs
COPY --from=build /opt/venv /opt/venv
COPY --from=build /build/app /app
WORKDIR /app
ENV PATH=/opt/venv/bin:/usr/local/bin:/usr/bin:/bin PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    BLOB_FOLDER=/var/lib/portal/blobs INSIDE_PORT=9000 PORT=8080
USER 10001:10001
EXPOSE 8080 9000
CMD ["sh", "-c", "exec gunicorn --config gateway/gunicorn.conf.py --bind 0.0.0.0:$PORT gateway.wsgi:app"]
