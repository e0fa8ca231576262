"""Grouping by explained pairwise scores: deterministic, whatever the order of the input."""

from collections.abc import Callable, Hashable, Iterable, Sequence

import numpy as np
import numpy.typing as npt


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
    canonical order; ties go to the earlier pair, so the result does not depend on anything else. For
    blocks of at most a few hundred items.
    """
    count = len(items)
    links = np.full((count, count), -np.inf)
    for i, one in enumerate(items):
        for j in range(i + 1, count):
            links[i, j] = links[j, i] = score(one, items[j])
    return average_link_of(items, links, threshold)


def average_link_of[T](items: Sequence[T], scores: npt.NDArray[np.float64], threshold: float) -> list[list[T]]:
    """`average_link` with the scores of all pairs given, shape (n, n), symmetric. The diagonal is not read."""
    count = len(items)
    groups = [[item] for item in items]
    links = scores.copy()
    above = np.triu(np.ones((count, count), dtype=bool), 1)
    sizes = np.ones(count)
    for _ in range(count - 1):
        i, j = divmod(int(np.argmax(np.where(above, links, -np.inf))), count)
        if i >= j or not links[i, j] >= threshold:
            break
        merged = (sizes[i] * links[i] + sizes[j] * links[j]) / (sizes[i] + sizes[j])
        links[i], links[:, i] = merged, merged
        links[j], links[:, j] = -np.inf, -np.inf
        sizes[i] += sizes[j]
        groups[i] += groups[j]
        groups[j] = []
    return [members for members in groups if members]
