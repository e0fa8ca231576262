"""Grouping by explained pairwise scores: deterministic, whatever the order of the input."""

from collections.abc import Callable, Hashable, Iterable, Sequence


def components[T: Hashable](items: Iterable[T], pairs: Iterable[tuple[T, T]]) -> list[list[T]]:
    """Connected components of the graph with these nodes and edges, each in the order of `items`."""
    parent: dict[T, T] = {item: item for item in items}

    def root(item: T) -> T:
        while parent[item] != item:
            parent[item] = parent[parent[item]]
            item = parent[item]
        return item

    for one, other in pairs:
        a, b = root(one), root(other)
        if a != b:
            parent[b] = a
    groups: dict[T, list[T]] = {}
    for item in parent:
        groups.setdefault(root(item), []).append(item)
    return list(groups.values())


def average_link[T](items: Sequence[T], score: Callable[[T, T], float], threshold: float) -> list[list[T]]:
    """Agglomerative clustering with average link: merges the best pair of groups while it scores `threshold`.

    A score of minus infinity is a veto: groups that hold such a pair are never merged. `items` must come in a
    canonical order; ties go to the earlier pair, so the result does not depend on anything else. O(n³) at worst,
    for blocks of at most a few hundred items.
    """
    groups = [[item] for item in items]
    links = [[score(a, b) for b in items] for a in items]
    while len(groups) > 1:
        best, pair = threshold, None
        for i in range(len(groups)):
            for j in range(i + 1, len(groups)):
                mean = links[i][j]
                if mean > best or (mean == best and pair is None):
                    best, pair = mean, (i, j)
        if pair is None:
            break
        i, j = pair
        weight_i, weight_j = len(groups[i]), len(groups[j])
        for k in range(len(groups)):
            merged = (weight_i * links[i][k] + weight_j * links[j][k]) / (weight_i + weight_j)
            links[i][k] = links[k][i] = merged
        groups[i] += groups[j]
        del groups[j], links[j]
        for row in links:
            del row[j]
    return groups
