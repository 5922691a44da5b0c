"""A picture for the demo's fault report, drawn here so that no photo need be kept."""

import struct
import zlib

WIDTH, HEIGHT = 640, 480


def picture() -> bytes:
    """A PNG of a ceiling with an air terminal: rings on a grey ground."""
    rows = b"".join(b"\0" + b"".join(_pixel(x - WIDTH // 2, y - HEIGHT // 2) for x in range(WIDTH)) for y in range(HEIGHT))
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(rows)) + _chunk(b"IEND", b"")


def _pixel(x: int, y: int) -> bytes:
    distance = int((x * x + y * y) ** 0.5)
    shade = 206 if distance > 170 else 120 + (distance // 14 % 2) * 90
    return bytes((shade, shade, max(0, shade - 6)))


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
