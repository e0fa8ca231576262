"""Small sure groups of texts merged into stories by what they have in common as groups.

Pair by pair, two stories of one kind (two trials, two raids by one navy) can be more alike than two texts of one. As
groups they differ: every text of the one names a man whom no text of the other names. What is compared here are
sums over all pairs of two groups, which add up as groups merge, and how many texts of a group have each term.
The chance that two groups are of one story is a logistic regression (`tools/train_stories.py`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from westphalia.reconciling.pile import Matrix
from westphalia.reconciling.terms import Bag, Terms

Rows = npt.NDArray[np.int64]

COSINES = ("words", "names", "pairs", "numbers", "lead")
MEANS = ("chance", "odds", "words_shared", "names_shared", "words_dense")
COVERED = ("names", "words")
SIZED = ("odds", "words", "names")
"""What counts the more, or the less, the larger the groups are."""

LEAST = 0.003
"""Mean chance of pairs below which two groups are not compared."""

FEATURES = (
    *(f"{kind}_{how}" for kind in COSINES for how in ("centre", "mean")),
    *(f"{kind}_mean" for kind in MEANS),
    "looser",
    "tighter",
    "smaller",
    "larger",
    "smaller_single",
    "larger_single",
    *(f"{kind}_{size}" for kind in SIZED for size in ("smaller", "larger")),
    *(f"{kind}_covered_{how}" for kind in COVERED for how in ("less", "more")),
)
"""In order: cosines of the groups' sums and means over their pairs; how tight the groups are and how large; products of
these; and how much of what the texts of one group share is known to the other, the lesser and the greater way."""


@dataclass(slots=True)
class Presence:
    """How many texts of each group have a term (`counts`, terms of one text alone left out) and what it weighs."""

    counts: npt.NDArray[np.float32]
    rarity: npt.NDArray[np.float32]
    alone: npt.NDArray[np.float32]

    @classmethod
    def of(cls, bags: Sequence[Bag], member: npt.NDArray[np.float32]) -> "Presence":
        """Counts; `member` of shape (groups, texts) is one where a text is of a group."""
        sizes = [len(bag.ids) for bag in bags]
        ids = np.concatenate([bag.ids for bag in bags]) if bags else np.empty(0, dtype=np.int64)
        unique, columns = np.unique(ids, return_inverse=True)
        rarity = np.log((len(bags) + 1) / (np.bincount(columns, minlength=len(unique)) + 0.5)).astype(np.float32)
        found = np.zeros((len(bags), len(unique)), dtype=np.float32)
        found[np.repeat(np.arange(len(bags)), sizes), columns] = 1
        often = found.sum(axis=0) > 1
        return cls(member @ found[:, often], rarity[often], member @ (found[:, ~often] @ rarity[~often]))

    def merge(self, one: int, other: int) -> None:
        """Adds the second group to the first."""
        self.counts[one] += self.counts[other]
        self.alone[one] += self.alone[other]

    def covers(self, sizes: Matrix, rows: Rows, columns: Rows) -> npt.NDArray[np.float32]:
        """Of the terms of each row group, weighed by the square of the share of texts that have them: known to columns.

        Shape (rows, columns).
        """
        size = sizes[rows].astype(np.float32)
        share = (self.counts[rows] / size[:, None]) ** 2 * self.rarity
        whole = share.sum(axis=1) + self.alone[rows] / size**2
        known = share @ (self.counts[columns] > 0).astype(np.float32).T
        return np.asarray(known / (whole + 1e-6)[:, None], dtype=np.float32)


class Groups:
    """Groups of texts that merge, with all that is needed to compare them."""

    def __init__(self, features: Mapping[str, Matrix], chance: Matrix, texts: Sequence[Terms], label: Rows) -> None:
        """Begins with given groups.

        Args:
            features: of `pile.compare`.
            chance: the chance of each pair of texts to be of one story.
            texts: the terms of the texts.
            label: number of the group of each text, from 0 without gaps.
        """
        member = np.zeros((int(label.max()) + 1, len(texts)))
        member[label, np.arange(len(texts))] = 1
        clipped = np.clip(chance, 1e-4, 1 - 1e-4)
        matrices = {**features, "chance": chance, "odds": np.log(clipped / (1 - clipped))}
        self.sums = {kind: member @ matrices[kind] @ member.T for kind in dict.fromkeys(COSINES + MEANS)}
        self.sizes: Matrix = member.sum(axis=1)
        small = member.astype(np.float32)
        self.presence = {kind: Presence.of([getattr(t, kind) for t in texts], small) for kind in COVERED}
        everything = np.arange(len(member))
        self.cover = {kind: held.covers(self.sizes, everything, everything) for kind, held in self.presence.items()}

    def comparable(self) -> tuple[Rows, Rows]:
        """Pairs of groups that are not plainly strangers, first of lower number."""
        rows, columns = np.triu_indices(len(self.sizes), 1)
        near = self.sums["chance"][rows, columns] > LEAST * self.sizes[rows] * self.sizes[columns]
        return rows[near], columns[near]

    def merge(self, one: int, other: int) -> None:
        """Adds the second group to the first. The second must not be compared any more."""
        for matrix in self.sums.values():
            matrix[one] += matrix[other]
            matrix[:, one] += matrix[:, other]
        self.sizes[one] += self.sizes[other]
        this, everything = np.array([one]), np.arange(len(self.sizes))
        for kind, held in self.presence.items():
            held.merge(one, other)
            self.cover[kind][one] = held.covers(self.sizes, this, everything)[0]
            self.cover[kind][:, one] = held.covers(self.sizes, everything, this)[:, 0]

    def compare(self, rows: Rows, columns: Rows) -> Matrix:
        """FEATURES of pairs of groups, shape (pairs, features)."""
        sizes = self.sizes[rows], self.sizes[columns]
        pairs = sizes[0] * sizes[1]
        mean = {kind: matrix[rows, columns] / pairs for kind, matrix in self.sums.items()}
        centre = {}
        for kind in COSINES:
            own = np.diag(self.sums[kind])
            centre[kind] = self.sums[kind][rows, columns] / np.sqrt(own[rows] * own[columns] + 1e-9)
        tight = self._tightness()
        smaller, larger = np.minimum(*sizes), np.maximum(*sizes)
        sized = {"odds": mean["odds"], "words": centre["words"], "names": centre["names"]}
        covers = [(self.cover[kind][rows, columns], self.cover[kind][columns, rows]) for kind in COVERED]
        found: Matrix = np.stack(
            [
                *(values for kind in COSINES for values in (centre[kind], mean[kind])),
                *(mean[kind] for kind in MEANS),
                np.minimum(tight[rows], tight[columns]),
                np.maximum(tight[rows], tight[columns]),
                np.log(smaller),
                np.log(larger),
                (smaller == 1).astype(float),
                (larger == 1).astype(float),
                *(sized[kind] * np.log(size) for kind in SIZED for size in (smaller, larger)),
                *(how(*both).astype(float) for both in covers for how in (np.minimum, np.maximum)),
            ],
            axis=1,
        )
        return found

    def _tightness(self) -> Matrix:
        """Mean chance of the pairs of each group, a half for groups of one."""
        own, sizes = np.diag(self.sums["chance"]), self.sizes
        found: Matrix = np.where(sizes > 1, (own - sizes) / np.maximum(sizes * (sizes - 1), 1), 0.5)
        return found


def merged(groups: Groups, weights: Matrix, bias: float, threshold: float) -> list[list[int]]:
    """Merges the two groups most likely of one story while their chance reaches `threshold`: numbers of groups."""
    count = len(groups.sizes)
    members = [[number] for number in range(count)]
    score = np.full((count, count), -np.inf)

    def fill(rows: Rows, columns: Rows) -> None:
        # einsum, not a matrix product: that rounds otherwise for other numbers of rows, and so would tie otherwise
        score[rows, columns] = score[columns, rows] = (
            np.einsum("pf,f->p", groups.compare(rows, columns), weights) + bias
        )

    rows, columns = groups.comparable()
    if len(rows):
        fill(rows, columns)
    least = np.log(threshold / (1 - threshold))
    while count > 1:
        one, other = divmod(int(np.argmax(score)), count)
        if not score[one, other] >= least:
            break
        groups.merge(one, other)
        members[one] += members[other]
        members[other] = []
        for gone in (one, other):
            score[gone], score[:, gone] = -np.inf, -np.inf
        others = np.array([n for n in range(count) if members[n] and n != one], dtype=np.int64)
        near = groups.sums["chance"][one, others] > LEAST * groups.sizes[one] * groups.sizes[others]
        if near.any():
            fill(np.full(int(near.sum()), one), others[near])
    return [held for held in members if held]
