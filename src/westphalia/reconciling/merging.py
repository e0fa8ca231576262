"""Small sure groups of texts merged into stories by what they have in common as groups.

Pair by pair, two stories of one kind (two trials, two raids by one navy) can be more alike than two texts of one. As
groups they differ: every text of the one names a man whom no text of the other names. What is compared here are
sums over all pairs of two groups, which add up as groups merge, and how many texts of a group have each term.
The chance that two groups are of one story is a logistic regression (`tools/train_stories.py`).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from westphalia.reconciling.pile import Matrix
from westphalia.reconciling.terms import Bag, Terms

Rows = npt.NDArray[np.int64]
Counts = npt.NDArray[np.float32]

COSINES = ("words", "names", "pairs", "numbers", "lead")
MEANS = ("chance", "odds", "words_shared", "names_shared", "words_dense")
COVERED = ("names", "words")
PARTED = ("names", "words", "numbers")
SIZED = ("odds", "words", "names")
"""What counts the more, or the less, the larger the groups are."""

MARKS = 5
"""Terms that tell two groups apart most, which are looked at together."""

TOGETHER = 256
"""Pairs whose terms are compared at once: some 15 MB."""

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
    *(f"{kind}_{marks}_{how}" for kind in PARTED for marks in ("mark", "marks") for how in ("less", "more")),
)
"""In order: cosines of the groups' sums and means over their pairs; how tight the groups are and how large; products of
these; how much of what the texts of one group share is known to the other, the lesser and the greater way; and the
same ways, how much larger a share of the one group than of the other has the term (and the five terms) that tell
them apart most: every text of the one says Ortiz, every text of the other Escalante."""


@dataclass(frozen=True, slots=True)
class Table:
    """Which texts have which terms (`found`, terms of one text alone left out), what a term weighs, and the rest."""

    found: Counts
    rarity: Counts
    alone: Counts

    @classmethod
    def of(cls, bags: Sequence[Bag]) -> "Table":
        """Looks the terms of all texts up."""
        sizes = [len(bag.ids) for bag in bags]
        ids = np.concatenate([bag.ids for bag in bags]) if bags else np.empty(0, dtype=np.int64)
        unique, columns = np.unique(ids, return_inverse=True)
        rarity = np.log((len(bags) + 1) / (np.bincount(columns, minlength=len(unique)) + 0.5)).astype(np.float32)
        found = np.zeros((len(bags), len(unique)), dtype=np.float32)
        found[np.repeat(np.arange(len(bags)), sizes), columns] = 1
        often = found.sum(axis=0) > 1
        return cls(found[:, often], rarity[often], found[:, ~often] @ rarity[~often])


@dataclass(frozen=True, slots=True)
class Compared:
    """A pile compared text by text: all that groups of its texts are compared by."""

    matrices: Mapping[str, Matrix]
    tables: Mapping[str, Table]

    @classmethod
    def of(cls, features: Mapping[str, Matrix], chance: Matrix, texts: Sequence[Terms]) -> "Compared":
        """Takes the features of `pile.compare`, and the chance of each pair of texts to be of one story."""
        clipped = np.clip(chance, 1e-4, 1 - 1e-4)
        matrices = {**features, "chance": chance, "odds": np.log(clipped / (1 - clipped))}
        tables = {kind: Table.of([getattr(text, kind) for text in texts]) for kind in (*PARTED, "pairs")}
        return cls({kind: matrices[kind] for kind in dict.fromkeys(COSINES + MEANS)}, tables)

    def __len__(self) -> int:
        return len(self.matrices["chance"])


@dataclass(slots=True)
class Presence:
    """How many texts of each group have a term, and what the terms of one text alone weigh in it."""

    counts: Counts
    rarity: Counts
    alone: Counts

    @classmethod
    def of(cls, table: Table, member: Counts) -> "Presence":
        """Counts; `member` of shape (groups, texts) is one where a text is of a group."""
        return cls(member @ table.found, table.rarity, member @ table.alone)

    def merge(self, one: int, other: int) -> None:
        """Adds the second group to the first."""
        self.counts[one] += self.counts[other]
        self.alone[one] += self.alone[other]

    def covers(self, sizes: Matrix, rows: Rows, columns: Rows) -> Counts:
        """Of the terms of each row group, weighed by the square of the share of texts that have them: known to columns.

        Shape (rows, columns).
        """
        size = sizes[rows].astype(np.float32)
        share = (self.counts[rows] / size[:, None]) ** 2 * self.rarity
        whole = share.sum(axis=1) + self.alone[rows] / size**2
        known = share @ (self.counts[columns] > 0).astype(np.float32).T
        return np.asarray(known / (whole + 1e-6)[:, None], dtype=np.float32)

    def parts(self, sizes: Matrix, rows: Rows, columns: Rows) -> Counts:
        """By how much a larger share of one group has the terms that tell it from the other, shape (pairs, 4).

        The first of them, the lesser and the greater way, and the mean of the first MARKS likewise. As if each group
        had one text more without any of them, so that groups of one text say less.
        """
        share = self.counts / (sizes.astype(np.float32) + 1)[:, None]
        found = np.empty((len(rows), 4), dtype=np.float32)
        for start in range(0, len(rows), TOGETHER):
            at = slice(start, start + TOGETHER)
            more = share[rows[at]] - share[columns[at]]
            first, second = _most(more), _most(-more)
            for column, (one, other) in enumerate(((first[:, 0], second[:, 0]), (first.mean(1), second.mean(1)))):
                found[at, 2 * column], found[at, 2 * column + 1] = np.minimum(one, other), np.maximum(one, other)
        return found


def _most(values: Counts) -> Counts:
    """The MARKS greatest of each row, greatest first; none is below nought."""
    if (short := MARKS - values.shape[1]) > 0:
        values = np.pad(values, ((0, 0), (0, short)))
    return np.maximum(-np.sort(np.partition(-values, MARKS - 1, axis=1)[:, :MARKS], axis=1), 0)


class Groups:
    """Groups of texts that merge, with all that is needed to compare them."""

    def __init__(self, pile: Compared, members: Sequence[Sequence[int]]) -> None:
        """Begins with given groups: the numbers of their texts. Not every text must be in one."""
        member = np.zeros((len(members), len(pile)))
        for number, texts in enumerate(members):
            member[number, texts] = 1
        self.sums = {kind: member @ matrix @ member.T for kind, matrix in pile.matrices.items()}
        self.sizes: Matrix = member.sum(axis=1)
        small = member.astype(np.float32)
        self.presence = {kind: Presence.of(pile.tables[kind], small) for kind in PARTED}
        everything = np.arange(len(member))
        self.cover = {kind: self.presence[kind].covers(self.sizes, everything, everything) for kind in COVERED}

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
        for held in self.presence.values():
            held.merge(one, other)
        for kind in COVERED:
            held = self.presence[kind]
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
                *(part for kind in PARTED for part in self.presence[kind].parts(self.sizes, rows, columns).T),
            ],
            axis=1,
        )
        return found

    def _tightness(self) -> Matrix:
        """Mean chance of the pairs of each group, a half for groups of one."""
        own, sizes = np.diag(self.sums["chance"]), self.sizes
        found: Matrix = np.where(sizes > 1, (own - sizes) / np.maximum(sizes * (sizes - 1), 1), 0.5)
        return found


def merged(groups: Groups, score_of: Callable[[Matrix], Matrix], threshold: float) -> list[list[int]]:
    """Merges the two groups most likely of one story while their chance reaches `threshold`: numbers of groups.

    `score_of` gives the log-odds of rows of FEATURES.
    """
    count = len(groups.sizes)
    members = [[number] for number in range(count)]
    score = np.full((count, count), -np.inf)

    def fill(rows: Rows, columns: Rows) -> None:
        score[rows, columns] = score[columns, rows] = score_of(groups.compare(rows, columns))

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
