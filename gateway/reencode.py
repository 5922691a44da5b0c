"""A program of its own that turns one picture into fresh WebP files: `python -m gateway.reencode FOLDER < picture`.

It runs with little memory and time, so that a hostile file harms nobody. Exit codes: 0 done, 3 not a picture we take, 4 too many pixels.
"""

import io
import resource
import sys
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError
from pillow_heif import register_heif_opener

MEMORY_BYTES = 1_500_000_000
CPU_SECONDS = 20
PIXELS = 40_000_000
FULL_SIDE = 1280
PREVIEW_SIDE = 320
NOT_A_PICTURE = 3
TOO_MANY_PIXELS = 4


def main(folder: Path) -> int:
    """Read the picture from standard input; write `full.webp` and `preview.webp` to `folder`."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    register_heif_opener()
    try:
        with Image.open(io.BytesIO(sys.stdin.buffer.read()), formats=("JPEG", "PNG", "WEBP", "HEIF")) as picture:
            if picture.width * picture.height > PIXELS:
                return TOO_MANY_PIXELS
            upright = ImageOps.exif_transpose(picture).convert("RGB")
    except Image.DecompressionBombError:
        return TOO_MANY_PIXELS
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, MemoryError):
        return NOT_A_PICTURE
    for name, side in (("full", FULL_SIDE), ("preview", PREVIEW_SIDE)):
        smaller = upright.copy()
        smaller.thumbnail((side, side), Image.Resampling.LANCZOS)
        # A new picture from the pixels alone: nothing of the sender's file comes along, its place and camera least of all.
        clean = Image.frombytes("RGB", smaller.size, smaller.tobytes())
        clean.save(folder / f"{name}.webp", "WEBP", quality=82, method=4)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
