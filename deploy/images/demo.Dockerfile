# For the demo only: the BankID simulator, the mailbox and the demo data. Never part of production.
FROM python:3.13-slim-trixie AS build
ENV PIP_CACHE_DIR=/var/cache/pip PIP_DISABLE_PIP_VERSION_CHECK=1
COPY requirements/demo.txt /build/requirements.txt
RUN --mount=type=cache,target=/var/cache/pip,sharing=locked \
    python3 -m venv --without-pip /opt/venv \
 && python3 -m pip --python /opt/venv/bin/python3 install --quiet --root-user-action ignore --no-compile --require-hashes -r /build/requirements.txt \
 && python3 -m compileall -q --invalidation-mode unchecked-hash /opt/venv
COPY deploy/__init__.py /build/app/deploy/__init__.py
COPY deploy/simulators /build/app/deploy/simulators
COPY deploy/demo /build/app/deploy/demo
RUN python3 -m compileall -q --invalidation-mode unchecked-hash /build/app

FROM python:3.13-slim-trixie
RUN groupadd --gid 10001 portal \
 && useradd --uid 10001 --gid portal --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin portal \
 && install -d -o portal -g portal -m 0700 /var/lib/portal/mailbox /var/lib/portal/demo
COPY --from=build /opt/venv /opt/venv
COPY --from=build /build/app /app
WORKDIR /app
ENV PATH=/opt/venv/bin:/usr/local/bin:/usr/bin:/bin PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
USER 10001:10001
