"""Parts in the format of 2022-08-24, which most released clients read: a patch says itself where it belongs, nothing is announced.

Specification: specs.apollo.dev/incremental/v0.1.
"""

from collections.abc import Mapping
from typing import NotRequired, TypedDict

from gateway.engine.incremental import Errors, Fields, Part, Path, Pending


class Patch(TypedDict):
    """Fields that came later; data that are null never come."""

    data: Mapping[str, object] | None
    path: Path
    label: NotRequired[str]
    errors: NotRequired[Errors]


class Patches:
    """Rewrites one answer's parts, one after the other."""

    def __init__(self) -> None:
        self._pending: dict[str, Pending] = {}

    def __call__(self, part: Part) -> dict[str, object]:
        """Return the next part as it is to be sent."""
        self._pending.update((one["id"], one) for one in part.get("pending", ()))
        patches = [self._came(fields) for fields in part.get("incremental", ())]
        for done in part.get("completed", ()):
            fragment = self._pending.pop(done["id"])
            if "errors" in done:
                patches.append(_labelled({"data": None, "path": fragment["path"], "errors": done["errors"]}, fragment))
        written: dict[str, object] = {name: part[name] for name in ("data", "errors", "extensions") if name in part}
        if patches:
            written["incremental"] = patches
        return {**written, "hasNext": part["hasNext"]}

    def _came(self, fields: Fields) -> Patch:
        fragment = self._pending[fields["id"]]
        patch: Patch = {"data": fields["data"], "path": [*fragment["path"], *fields.get("subPath", ())]}
        if "errors" in fields:
            patch["errors"] = fields["errors"]
        return _labelled(patch, fragment)


def _labelled(patch: Patch, fragment: Pending) -> Patch:
    return {**patch, "label": fragment["label"]} if "label" in fragment else patch
