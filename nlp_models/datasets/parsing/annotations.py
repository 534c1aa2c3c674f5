"""annotated(object): what an annotation tool exports, with its labels beside its texts; other objects as they are."""

from typing import Any

KINDS = ("choices", "rating", "number", "text", "taxonomy")  # what Label Studio's people may say of a whole text
MACHINE = (
    "annotations", "completions", "predictions", "meta", "created_at", "updated_at", "inner_id", "total_annotations", "cancelled_annotations",
    "total_predictions", "comment_count", "unresolved_comment_count", "last_comment_updated_at", "project", "updated_by", "comment_authors",
    "drafts", "file_upload", "completed_by", "allow_skip",
)  # fmt: skip


def annotated(found: dict[str, Any]) -> dict[str, Any]:
    """Label Studio's export: `data` and what the first annotation that was not skipped says; what its server adds is gone."""
    results = found.get("annotations", found.get("completions"))
    if not isinstance(found.get("data"), dict) or not isinstance(results, list):
        return found
    kept = {key: value for key, value in found.items() if key not in MACHINE}
    done = [one for one in results if isinstance(one, dict) and not one.get("was_cancelled")]
    said = done[0].get("result") if done else None
    return kept | _labels(said if isinstance(said, list) else [])


def _labels(results: list[Any]) -> dict[str, Any]:
    """`{"label": what was chosen}`; where several questions were asked, each by its name."""
    said: dict[str, Any] = {}
    for result in results:
        value = result.get("value") if isinstance(result, dict) else None
        if isinstance(value, dict) and "start" not in value:  # spans are no label of the whole
            for kind in KINDS:
                if kind in value:
                    said.setdefault(str(result.get("from_name") or "label"), value[kind])
    return {"label": next(iter(said.values()))} if len(said) == 1 else said
