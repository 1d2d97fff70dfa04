"""Memory over time, as the kernel counts it: each function's processes, the local AWS, the twins with the soak itself."""

import os
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

MOST_GROWTH = 1.15
"""How far the last third's median may lie above the middle third's."""
FEWEST_SAMPLES = 12
AWS, TWINS = "local AWS", "twins and soak"
_SERVICE, _LAUNCHER = b"POWERTOOLS_SERVICE_NAME=", b"launch_ministack"


@dataclass(slots=True)
class Memory:
    """Samples in MB by process; of a function with several processes, the largest one's. `endpoint_port` tells which AWS."""

    endpoint_port: str
    samples: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def sample(self) -> None:
        """Look once."""
        largest: dict[str, float] = {TWINS: _resident("self")}
        for name, size in self._processes():
            largest[name] = max(size, largest.get(name, 0.0))
        for name, size in largest.items():
            self.samples[name].append(size)

    def growing(self) -> list[str]:
        """The product's own processes whose memory is not flat."""
        judged = {name: sizes for name, sizes in self.samples.items() if name not in {AWS, TWINS}}
        return [
            f"memory of {name} grows: {thirds[1]:.0f} MB, then {thirds[2]:.0f} MB"
            for name, sizes in sorted(judged.items())
            if len(sizes) >= FEWEST_SAMPLES and (thirds := medians(sizes))[2] > MOST_GROWTH * thirds[1]
        ]

    def _processes(self) -> Iterator[tuple[str, float]]:
        """The local AWS and the functions' processes: their environment says which AWS they call."""
        wanted = f"GATEWAY_PORT={self.endpoint_port}".encode()
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                variables = (folder / "environ").read_bytes().split(b"\0")
                if wanted in variables and int(folder.name) != os.getpid():
                    yield _name(variables, (folder / "cmdline").read_bytes()), _resident(folder.name)
            except (FileNotFoundError, ProcessLookupError, PermissionError):
                continue  # it has just ended, or is somebody else's


def medians(sizes: list[float]) -> tuple[float, float, float]:
    """Of the first, the middle and the last third."""
    third = len(sizes) // 3
    return median(sizes[:third]), median(sizes[third:-third]), median(sizes[-third:])


def _name(variables: list[bytes], command: bytes) -> str:
    names = [one.removeprefix(_SERVICE).decode() for one in variables if one.startswith(_SERVICE)]
    return names[0] if names else AWS if _LAUNCHER in command else "other processes of the local AWS"


def _resident(process: str) -> float:
    status = Path(f"/proc/{process}/status").read_text()
    found = [line for line in status.splitlines() if line.startswith("VmRSS:")]
    return int(found[0].split()[1]) / 1024 if found else 0.0
