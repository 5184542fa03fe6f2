"""The net promoter score: 9 and 10 promote, 0 to 6 detract."""

from collections.abc import Sequence


def tally(scores: Sequence[int], dispatches: int) -> dict[str, int | float]:
    """Count scores of 0 to 10 as the NPS report shows them; percentages and `nps` have one decimal, 0 without answers."""
    promoters, detractors = sum(score >= 9 for score in scores), sum(score <= 6 for score in scores)
    passives = len(scores) - promoters - detractors
    return {
        "dispatches": dispatches,
        "promoters": promoters,
        "detractors": detractors,
        "passives": passives,
        "detractors_percentage": _percentage(detractors, len(scores)),
        "passives_percentage": _percentage(passives, len(scores)),
        "promoters_percentage": _percentage(promoters, len(scores)),
        "nps": nps(scores),
    }


def nps(scores: Sequence[int]) -> float:
    """The share of promoters less the share of detractors, -100 to 100."""
    promoters, detractors = sum(score >= 9 for score in scores), sum(score <= 6 for score in scores)
    return round(_percentage(promoters, len(scores)) - _percentage(detractors, len(scores)), 1)


def _percentage(count: int, total: int) -> float:
    return round(100 * count / total, 1) if total else 0.0
