"""What processes have cost: CPU seconds of whole trees, and memory of each."""

from collections.abc import Iterable, Mapping

import psutil

MEGABYTE = 1_000_000


def cpu_seconds(roots: Iterable[int]) -> float:
    """CPU seconds that these processes and all below them have used so far, those included that have ended."""
    total = 0.0
    for root in roots:
        for process in _tree(root):
            try:
                times = process.cpu_times()
            except psutil.NoSuchProcess:
                continue
            total += times.user + times.system + times.children_user + times.children_system
    return total


def resident_mb(roots: Mapping[str, int]) -> dict[str, float]:
    """Resident memory by name in MB; of several processes under one name the largest."""
    return {name: max(process.memory_info().rss for process in _tree(root)) / MEGABYTE for name, root in roots.items()}


def _tree(root: int) -> list[psutil.Process]:
    process = psutil.Process(root)
    return [process, *process.children(recursive=True)]
