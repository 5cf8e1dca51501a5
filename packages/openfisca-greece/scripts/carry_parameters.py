"""Write the parameter tree in OpenFisca's form from lists of dated values.

    python scripts/carry_parameters.py VALUES.yaml [MORE.yaml ...]

Each list has `compiled` and `parameters`: id, value, unit, from, to, source, confidence, legal, note, from_is_assumed.
One file per figure is written under `openfisca_greece/parameters`. The tree is what the package uses; run this again
only when a new list arrives, and read the difference that git shows: every change of law is one dated line.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

import yaml

TREE = Path(__file__).resolve().parents[1] / "openfisca_greece" / "parameters"
# What is said of a value and not of the parameter.
OF_A_VALUE = ("source", "legal", "confidence", "from_is_assumed", "note")

Entry = dict[str, Any]


def main(*lists: str) -> int:
    """Write the tree anew from all lists."""
    entries = [entry for name in lists for entry in entries_of(Path(name))]
    by_name: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_name[entry["name"]].append(entry)
    nodes = {name.rpartition(".")[0] for name in by_name}
    for name, dated in by_name.items():
        write(f"{name}.amount" if is_a_node(name, nodes) else name, dated)
    print(f"{len(by_name)} parameters, {len(entries)} dated values")
    return 0


def entries_of(file: Path) -> list[Entry]:
    """Read a list; a value that is a mapping becomes one parameter per key."""
    content = yaml.safe_load(file.read_text(encoding="utf-8"))
    return [part | {"compiled": content["compiled"]} for entry in content["parameters"] for part in parts_of(entry)]


def parts_of(entry: Entry) -> list[Entry]:
    """Split a value that is a mapping, and give each part its name in the tree."""
    if isinstance(entry["value"], dict):
        return [entry | {"name": f"{entry['id']}.{key}", "value": value} for key, value in entry["value"].items()]
    return [entry | {"name": entry["id"]}]


def is_a_node(name: str, nodes: set[str]) -> bool:
    """Say whether other parameters lie below a name: OpenFisca knows either a node or a figure."""
    return any(node == name or node.startswith(f"{name}.") for node in nodes)


def write(name: str, dated: list[Entry]) -> None:
    """Write the file of one parameter."""
    dated.sort(key=lambda entry: str(entry["from"]))
    content = {
        "description": name.replace(".", ", ").replace("_", " "),
        "values": values_of(dated),
        "metadata": {"id": dated[0]["id"], "unit": dated[-1]["unit"], "checked_on": dated[-1]["compiled"]},
    }
    file = TREE.joinpath(*name.split(".")).with_name(name.rpartition(".")[2] + ".yaml")
    file.parent.mkdir(parents=True, exist_ok=True)
    text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=120)
    file.write_text(text, encoding="utf-8")


def values_of(dated: list[Entry]) -> dict[str, Any]:
    """Give the values by date; `null` on the day after the last day of a value that ended."""
    values: dict[str, Any] = {}
    for entry in dated:
        about = {key: entry[key] for key in OF_A_VALUE if key in entry}
        values[str(entry["from"])] = {"value": plain(entry["value"]), "metadata": about}
    for entry in dated:
        if entry.get("to"):
            values.setdefault(day_after(str(entry["to"])), {"value": None})
    return dict(sorted(values.items()))


def plain(value: Any) -> Any:
    """Give dates as text: OpenFisca's parameters are numbers, texts and yes or no."""
    return value.isoformat() if isinstance(value, dt.date) else value


def day_after(day: str) -> str:
    """Give the next day."""
    return (dt.date.fromisoformat(day) + dt.timedelta(days=1)).isoformat()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
