# One service: contracts, chassis and its own rooms, with its own dependencies only.
# docker build -f deploy/images/service.Dockerfile --build-arg SERVICE=cases .
FROM python:3.13-slim-trixie AS build
ARG SERVICE
ENV PIP_CACHE_DIR=/var/cache/pip PIP_DISABLE_PIP_VERSION_CHECK=1
COPY requirements/${SERVICE}.txt /build/requirements.txt
RUN --mount=type=cache,target=/var/cache/pip,sharing=locked \
    python3 -m venv --without-pip /opt/venv \
 && python3 -m pip --python /opt/venv/bin/python3 install --quiet --root-user-action ignore --no-compile --require-hashes -r /build/requirements.txt \
 && python3 -m compileall -q --invalidation-mode unchecked-hash /opt/venv
COPY services/__init__.py /build/app/services/__init__.py
COPY services/contracts /build/app/services/contracts
COPY services/chassis /build/app/services/chassis
COPY services/${SERVICE} /build/app/services/${SERVICE}
RUN find /build/app -name '*.md' -delete && python3 -m compileall -q --invalidation-mode unchecked-hash /build/app

FROM python:3.13-slim-trixie
ARG SERVICE
RUN groupadd --gid 10001 portal \
 && useradd --uid 10001 --gid portal --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin portal \
 && install -d -o portal -g portal -m 0700 /var/lib/portal/blobs
COPY --from=build /opt/venv /opt/venv
COPY --from=build /build/app /app
WORKDIR /app
ENV PATH=/opt/venv/bin:/usr/local/bin:/usr/bin:/bin PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    SERVICE=${SERVICE} BLOB_FOLDER=/var/lib/portal/blobs INSIDE_PORT=9000 RELAY_INSIDE_PORT=9000
USER 10001:10001
EXPOSE 9000
ENTRYPOINT ["sh", "-c", "exec python3 -m services.$SERVICE \"$@\"", "service"]
CMD ["serve"]
