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
    canonical order; ties go to the earlier pair, so the result does not depend on anything else. For
    blocks of at most a few hundred items.

    Args:
        items: in canonical order.
        scores: of all pairs, shape (n, n), symmetric. The diagonal is not read.
        threshold: least mean score of two groups.
    """
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
