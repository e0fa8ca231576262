"""Scores of clusterings as in the CoNLL scorer: MUC, B-cubed, CEAF-e and their mean, mentions given."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence

import numpy as np
import numpy.typing as npt

Labels = Sequence[Hashable]
Score = tuple[float, float, float]


def f1(precision: float, recall: float) -> Score:
    """Precision, recall and their harmonic mean."""
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def b_cubed(gold: Labels, found: Labels) -> Score:
    """Of the group of each item, the share that is of its class (precision); and the other way about (recall)."""
    both, found_sizes, gold_sizes = Counter(zip(gold, found, strict=True)), Counter(found), Counter(gold)
    total = max(len(gold), 1)
    precision = sum(n * n / found_sizes[f] for (_, f), n in both.items()) / total
    recall = sum(n * n / gold_sizes[g] for (g, _), n in both.items()) / total
    return f1(precision, recall)


def muc(gold: Labels, found: Labels) -> Score:
    """Links that need not be made anew (Vilain et al. 1995); clusters of one have no links."""
    return f1(_links(found, gold), _links(gold, found))


def _links(of: Labels, by: Labels) -> float:
    parts: dict[Hashable, set[Hashable]] = defaultdict(set)
    for one, other in zip(of, by, strict=True):
        parts[one].add(other)
    sizes = Counter(of)
    wanted = sum(sizes[label] - 1 for label in parts)
    return sum(sizes[label] - len(pieces) for label, pieces in parts.items()) / wanted if wanted else 0.0


def ceaf_e(gold: Labels, found: Labels) -> Score:
    """The best one-to-one matching of clusters, each pair worth twice its overlap over both sizes (Luo 2005)."""
    overlap = Counter(zip(gold, found, strict=True))
    gold_sizes, found_sizes = Counter(gold), Counter(found)
    rows = {label: number for number, label in enumerate(gold_sizes)}
    columns = {label: number for number, label in enumerate(found_sizes)}
    worth = np.zeros((len(rows), len(columns)))
    for (g, f), n in overlap.items():
        worth[rows[g], columns[f]] = 2 * n / (gold_sizes[g] + found_sizes[f])
    total = matching(worth)
    return f1(total / max(len(columns), 1), total / max(len(rows), 1))


def conll(gold: Labels, found: Labels) -> dict[str, float]:
    """F1 of the three, and their mean."""
    scores = {"muc": muc(gold, found)[2], "b3": b_cubed(gold, found)[2], "ceafe": ceaf_e(gold, found)[2]}
    return {**scores, "conll_f1": sum(scores.values()) / 3}


def matching(worth: npt.NDArray[np.float64]) -> float:
    """Greatest sum of a one-to-one matching of rows and columns (Kuhn-Munkres, by shortest augmenting paths)."""
    cost = -(worth if worth.shape[0] <= worth.shape[1] else worth.T)
    count, width = cost.shape
    of_row, of_column = np.zeros(count + 1), np.zeros(width + 1)
    matched = np.zeros(width + 1, dtype=int)  # row of each column, counted from 1
    for row in range(1, count + 1):
        matched[0], column = row, 0
        least, way = np.full(width + 1, np.inf), np.zeros(width + 1, dtype=int)
        used = np.zeros(width + 1, dtype=bool)
        while True:
            used[column] = True
            at = matched[column]
            reduced = cost[at - 1] - of_row[at] - of_column[1:]
            better = ~used[1:] & (reduced < least[1:])
            least[1:][better], way[1:][better] = reduced[better], column
            following = int(np.argmin(np.where(used[1:], np.inf, least[1:]))) + 1
            step = least[following]
            of_row[matched[used]] += step
            of_column[used] -= step
            least[~used] -= step
            column = following
            if not matched[column]:
                break
        while column:
            matched[column] = matched[way[column]]
            column = int(way[column])
    return float(sum(-cost[matched[c] - 1, c - 1] for c in range(1, width + 1) if matched[c]))
