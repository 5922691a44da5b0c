# For the demo only: the BankID simulator, the mailbox, the making of secrets and the demo data.
FROM python:3.13-slim-trixie AS build
ENV PIP_CACHE_DIR=/var/cache/pip PIP_DISABLE_PIP_VERSION_CHECK=1
COPY requirements/simulators.txt /build/requirements.txt
RUN --mount=type=cache,target=/var/cache/pip,sharing=locked \
    python3 -m venv --without-pip /opt/venv \
 && python3 -m pip --python /opt/venv/bin/python3 install --quiet --no-compile --require-hashes -r /build/requirements.txt
COPY services/__init__.py /build/app/services/__init__.py
COPY services/contracts /build/app/services/contracts
COPY services/chassis /build/app/services/chassis
COPY deploy /build/app/deploy
RUN python3 -m compileall -q /opt/venv /build/app

FROM python:3.13-slim-trixie
RUN groupadd --gid 10001 portal \
 && useradd --uid 10001 --gid portal --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin portal
COPY --from=build /opt/venv /opt/venv
COPY --from=build /build/app /app
WORKDIR /app
ENV PATH=/opt/venv/bin:/usr/local/bin:/usr/bin:/bin PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
USER 10001:10001
