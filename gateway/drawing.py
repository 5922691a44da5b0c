"""Draws a building in elevation: the tenant's floors lit, a fault where it is. Decoration; the page says the same in text."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

from flask_babel import gettext as _
from markupsafe import Markup

FLOOR = 20
LEFT = 10
WINDOW = "M{x} {y}h8v11h-8z"
DOOR = "M{x} {y}h8v16h-8z"
LETTERING = 6.2


@dataclass(frozen=True)
class House:
    """What to draw. Floors count from 1 at the ground; `shaft` is a lift with its car at `fault_floor`.

    `tallest` is the number of floors of the tallest house on the page: air above the lower ones gives all the same scale.
    """

    floors: int
    columns: int = 7
    own: Collection[int] = ()
    shaft: bool = False
    fault_floor: int | None = None
    own_label: str = ""
    fault_label: str = ""
    tallest: int = 0


def house(drawn: House, size: str = "") -> Markup:
    """The SVG; `size` is empty, `s` or `big`. One scale for all houses on a page."""
    floors = min(max(drawn.floors, 1), 30)
    top, width = 14, drawn.columns * 15
    ground, right = top + floors * FLOOR, LEFT + width
    shaft = drawn.columns // 2 if drawn.shaft else -1
    body = [f"M{LEFT} {ground}V{top}h{width}V{ground}"]
    body += [f"M{LEFT} {ground - floor * FLOOR}h{width}" for floor in range(1, floors)]
    parts = [_path("".join(body)), _path(f"M{LEFT + 15} {top}v-8h22.5v8")]
    dark, lit = "", ""
    for floor in range(1, floors + 1):
        row = _row(floor, ground, drawn.columns, shaft)
        if floor in drawn.own:
            lit += row
        else:
            dark += row
    parts += [_path(dark), _path(lit, "own")]
    if shaft >= 0:
        x = LEFT + 2 + 15 * shaft
        parts.append(_path(f"M{x} {top + 4}h11V{ground}h-11z", "hit"))
        if drawn.fault_floor:
            parts.append(_path(f"M{x + 2} {ground - drawn.fault_floor * FLOOR + 5}h7v12h-7z", "hit-on"))
    reach = right + 8
    for label, lead, y in _labels(drawn, ground, top, right, shaft):
        parts += [_path(lead, "lead"), Markup('<text x="{}" y="{}">{}</text>').format(right + 25, y + 4, label)]
        reach = max(reach, right + 25 + int(LETTERING * len(label)) + 4)
    parts.append(_path(f"M0 {ground}H{reach}", "ground"))
    air = max(drawn.tallest - floors, 0) * FLOOR
    return Markup('<svg class="house {}" viewBox="0 {} {} {}" aria-hidden="true" focusable="false">{}</svg>').format(
        size, -air, reach, ground + 1 + air, Markup("").join(parts)
    )


def floors_label(floors: Sequence[int]) -> str:
    """`Plan 3`, `Plan 3–4` or `Plan 2, 5`; empty for none."""
    if not floors:
        return ""
    low, high = min(floors), max(floors)
    if high - low == len(set(floors)) - 1:
        return str(_("Plan %(floors)s", floors=f"{low}" if low == high else f"{low}\N{EN DASH}{high}"))
    return str(_("Plan %(floors)s", floors=", ".join(str(each) for each in sorted(set(floors)))))


def floors_named(names: Sequence[str]) -> list[int]:
    """The floor numbers in names such as `Plan 3` or `Kontor, plan 4`."""
    found = set()
    for name in names:
        words = name.lower().replace(",", " ").split()
        found |= {int(after) for word, after in pairwise(words) if word == "plan" and after.isdigit()}
    return sorted(found)


def _row(floor: int, ground: int, columns: int, shaft: int) -> str:
    y = ground - floor * FLOOR + 5
    shape = DOOR if floor == 1 else WINDOW
    top = ground - 16 if floor == 1 else y
    return "".join(shape.format(x=LEFT + 4 + 15 * column, y=top) for column in range(columns) if column != shaft)


def _labels(drawn: House, ground: int, top: int, right: int, shaft: int) -> list[tuple[str, str, int]]:
    labels = []
    if drawn.own and drawn.own_label:
        low, high = ground - min(drawn.own) * FLOOR + 18, ground - max(drawn.own) * FLOOR + 2
        middle = (low + high) // 2
        labels.append((drawn.own_label, f"M{right + 6} {high}h6V{low}h-6M{right + 12} {middle}h8", middle))
    if shaft >= 0 and drawn.fault_label:
        labels.append((drawn.fault_label, f"M{LEFT + 7.5 + 15 * shaft} {top + 4}V8H{right + 20}", 8))
    return labels


def _path(line: str, name: str = "") -> Markup:
    if not line:
        return Markup("")
    return Markup('<path class="{}" d="{}"/>').format(name, line) if name else Markup('<path d="{}"/>').format(line)
