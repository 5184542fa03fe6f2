"""The parts of the README that are printed from the code, so that they can't lie: operations and settings.

`gateway docs` prints them; `gateway docs --write README.md` puts them between their marks.
"""

import re
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Literal, get_args, get_origin

from pydantic.fields import FieldInfo

from gateway.registry import VENDORS, Entry
from gateway.settings import GatewaySettings
from loaders.upstream.settings import VendorSettings
from schema.operation import Operation


def operations_table(names: Sequence[str] = VENDORS) -> str:
    """Every documented operation of the vendors with the field of the graph that serves it, as Markdown."""
    lines = ["| vendor | # | endpoint | in the graph |", "|---|---|---|---|"]
    for name in names:
        rows: tuple[Operation, ...] = import_module(f"schema.{name}.operations").OPERATIONS
        for row in rows:
            where = ", ".join(f"`{field}`" for field in row.fields) or "(authentication)"
            lines.append(f"| {name} | {row.number} | {row.endpoint} | {where} |")
    return "\n".join(lines)


def settings_table(entries: Sequence[Entry]) -> str:
    """Every setting with its default and what it means, as Markdown."""
    lines = ["| name | default | meaning |", "|---|---|---|"]
    lines += _rows("GATEWAY", GatewaySettings)
    for entry in entries:
        lines += _rows(entry.name.upper(), entry.vendor.Settings)
    return "\n".join(lines)


def written_into(text: str, **parts: str) -> str:
    """Put each part behind its mark, `<!-- name -->`, in place of the table that stands there."""
    for name, part in parts.items():
        mark = f"<!-- {name} -->"
        text = re.sub(rf"{re.escape(mark)}\n(?:\n?(?:\|[^\n]*\n)+)?", lambda _, m=mark, p=part: f"{m}\n\n{p}\n", text)  # type: ignore[misc]  # bound now
    return text


def refresh(readme: Path, entries: Sequence[Entry]) -> None:
    """Write the generated parts into the README."""
    readme.write_text(written_into(readme.read_text(), operations=operations_table(), settings=settings_table(entries)))


def _rows(prefix: str, shape: type[GatewaySettings] | type[VendorSettings]) -> list[str]:
    rows = []
    for name, field in shape.model_fields.items():
        setting = f"{prefix}_TTL_<READ>" if name == "ttl" else f"{prefix}_{name.upper()}"
        default = "" if field.is_required() or field.default in (None, (), {}) else f"`{_shown(field.default)}`"
        meaning = _meaning(field).replace("\n", " ").replace("|", "\\|")
        rows.append(f"| `{setting}` | {'required' if field.is_required() else default} | {meaning} |")
    return rows


def _meaning(field: FieldInfo) -> str:
    """What the setting means, behind the values it can have where the words don't name them all."""
    said = field.description or ""
    choices = [f"`{one}`" for one in _choices(field.annotation)]
    if all(one in said for one in choices):
        return said
    return f"{', '.join(choices[:-1])} or {choices[-1]}. {said}"


def _choices(shape: object) -> list[str]:
    if get_origin(shape) is Literal:
        return [str(one) for one in get_args(shape)]
    return [one for part in get_args(shape) for one in _choices(part)]


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return ",".join(map(str, value))
    return str(value).lower() if isinstance(value, bool) else str(value)
