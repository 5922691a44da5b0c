# Makes every key and password once and hands them out to one volume per consumer; runs and ends before everything else.
FROM python:3.13-slim-trixie AS build
ENV PIP_CACHE_DIR=/var/cache/pip PIP_DISABLE_PIP_VERSION_CHECK=1
COPY requirements/secrets.txt /build/requirements.txt
RUN --mount=type=cache,target=/var/cache/pip,sharing=locked \
    python3 -m venv --without-pip /opt/venv \
 && python3 -m pip --python /opt/venv/bin/python3 install --quiet --root-user-action ignore --no-compile --require-hashes -r /build/requirements.txt \
 && python3 -m compileall -q --invalidation-mode unchecked-hash /opt/venv
WORKDIR /build/app
COPY services/__init__.py services/__init__.py
COPY services/chassis/__init__.py services/chassis/keys.py services/chassis/topology.py services/chassis/topology_table.py services/chassis/
COPY deploy/__init__.py deploy/__init__.py
COPY deploy/simulators/__init__.py deploy/simulators/__init__.py
COPY deploy/simulators/bankid/__init__.py deploy/simulators/bankid/certificates.py deploy/simulators/bankid/
COPY deploy/secrets deploy/secrets
RUN python3 -m compileall -q --invalidation-mode unchecked-hash .

FROM python:3.13-slim-trixie
RUN groupadd --gid 10001 portal \
 && useradd --uid 10001 --gid portal --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin portal
# An empty volume takes over the owner and the mode of the folder it is mounted on.
RUN install -d -o portal -g portal -m 0700 /secrets && cd /secrets \
 && install -d -o portal -g portal -m 0700 kept gateway bankid \
    identity cases billing content identity-migrate cases-migrate billing-migrate content-migrate \
 && install -d -o portal -g portal -m 0755 postgres broker
COPY --from=build /opt/venv /opt/venv
COPY --from=build /build/app /app
WORKDIR /app
ENV PATH=/opt/venv/bin:/usr/local/bin:/usr/bin:/bin PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
USER 10001:10001
ENTRYPOINT ["python3", "-m", "deploy.secrets", "--folder", "/secrets"]
