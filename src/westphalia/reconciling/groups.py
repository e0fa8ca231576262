"""Grouping by explained pairwise scores: deterministic, whatever the order of the input."""

from collections.abc import Hashable, Iterable, Sequence

import numpy as np
import numpy.typing as npt


class Joined[T: Hashable]:
    """Items joined two by two (union-find): which are connected."""

    def __init__(self, items: Iterable[T]) -> None:
        """Takes the items, none of them joined."""
        self._parent: dict[T, T] = {item: item for item in items}

    def root(self, item: T) -> T:
        """The item that stands for all that are connected with this one."""
        parent = self._parent
        while parent[item] != item:
            parent[item] = parent[parent[item]]
            item = parent[item]
        return item

    def same(self, one: T, other: T) -> bool:
        """Whether two items are connected."""
        return self.root(one) == self.root(other)

    def join(self, one: T, other: T) -> None:
        """Connects two items."""
        a, b = self.root(one), self.root(other)
        if a != b:
            self._parent[b] = a

    def groups(self) -> list[list[T]]:
        """The connected components, each in the order of the items."""
        groups: dict[T, list[T]] = {}
        for item in self._parent:
            groups.setdefault(self.root(item), []).append(item)
        return list(groups.values())


def components[T: Hashable](items: Iterable[T], pairs: Iterable[tuple[T, T]]) -> list[list[T]]:
    """Connected components of the graph with these nodes and edges, each in the order of `items`."""
    joined = Joined(items)
    for one, other in pairs:
        joined.join(one, other)
    return joined.groups()


def average_link_of[T](items: Sequence[T], scores: npt.NDArray[np.float64], threshold: float) -> list[list[T]]:
    """Agglomerative clustering with average link: merges the best pair of groups while it scores `threshold`.

    A score of minus infinity is a veto: groups that hold such a pair are never merged. `items` must come in a
    canonical order; ties go to the earlier pair, so the result does not depend on anything else.

    Args:
        items: in canonical order.
        scores: of all pairs, shape (n, n), symmetric. The diagonal is not read.
        threshold: least mean score of two groups.
    """
    groups = [[item] for item in items]
    if len(items) < 2:
        return groups
    links = _Links(scores)
    for _ in range(len(items) - 1):
        one, other = links.best()
        if not links.values[one, other] >= threshold or links.values[one, other] == -np.inf:
            break
        links.merge(one, other)
        groups[one] += groups[other]
        groups[other] = []
    return [members for members in groups if members]


class _Links:
    """Mean scores between groups that merge, and for each group the best of those that come after it."""

    def __init__(self, scores: npt.NDArray[np.float64]) -> None:
        count = len(scores)
        self.values = scores.copy()
        np.fill_diagonal(self.values, -np.inf)
        self._sizes = np.ones(count)
        later = np.where(np.triu(np.ones((count, count), dtype=bool), 1), self.values, -np.inf)
        self._at = later.argmax(axis=1)  # the first of equals, as everywhere here
        self._best = later.max(axis=1)

    def best(self) -> tuple[int, int]:
        """The pair that scores most, the earliest of equals."""
        one = int(self._best.argmax())
        return one, int(self._at[one])

    def merge(self, one: int, other: int) -> None:
        """Adds the second group, which comes later, to the first."""
        values, sizes = self.values, self._sizes
        merged = (sizes[one] * values[one] + sizes[other] * values[other]) / (sizes[one] + sizes[other])
        values[one], values[:, one] = merged, merged
        values[other], values[:, other] = -np.inf, -np.inf
        sizes[one] += sizes[other]
        self._best[other] = -np.inf
        before, at = merged[:one], self._at[:one]
        better = (before > self._best[:one]) | ((before == self._best[:one]) & (at > one))
        stale = np.flatnonzero(((self._at == one) | (self._at == other))[:other])
        self._at[:one][better], self._best[:one][better] = one, before[better]
        for row in {one, *stale.tolist()}:
            at_best = int(values[row, row + 1 :].argmax()) + row + 1
            self._at[row], self._best[row] = at_best, values[row, at_best]
