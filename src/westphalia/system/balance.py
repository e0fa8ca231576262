"""Structural balance of a signed network: by triangles, and by closed walks of all lengths.

A triangle is balanced if the product of its signs is positive: the friend of a friend is a friend, the enemy of an
enemy too (F. Heider 1946; D. Cartwright and F. Harary 1956). In the weak form three mutual enemies are at ease as well
(J. A. Davis 1967). The balance of closed walks, K = tr exp(A) / tr exp(|A|) with A the matrix of signs, weighs longer
cycles less and is 1 for a balanced network (E. Estrada and M. Benzi 2014, Physical Review E 90, 042802).
"""

from dataclasses import dataclass

import numpy as np
import polars as pl

from westphalia.system.signed import Floats, SignedNetwork

METHOD = "triangles by sign; tr exp(A) / tr exp(|A|)"


@dataclass(frozen=True, slots=True, eq=False)
class Balance:
    """How balanced a network is.

    Attributes:
        ties, positive, negative: number of ties.
        kinds: triangles by their signs: `+++`, `++-`, `+--`, `---`.
        triangles: all.
        share: balanced / all triangles; None without triangles.
        weak_share: the same in the weak form.
        walk: balance of closed walks, 0 to 1.
        actors: `actor`, `triangles` it is in, `balanced`, `share`, `walk` (of the closed walks through it).
    """

    ties: int
    positive: int
    negative: int
    kinds: dict[str, int]
    triangles: int
    share: float | None
    weak_share: float | None
    walk: float
    actors: pl.DataFrame
    method: str = METHOD


def balance(network: SignedNetwork) -> Balance:
    """Balance of a network and of each of its actors. Weights count by their sign only."""
    signs = network.signs
    plus, minus = (signs > 0).astype(float), (signs < 0).astype(float)
    friendly, hostile = plus @ plus, minus @ minus
    counts = (
        (friendly * plus).sum() / 6,
        (friendly * minus).sum() / 2,
        (hostile * plus).sum() / 2,
        (hostile * minus).sum() / 6,
    )
    kinds = dict(zip(("+++", "++-", "+--", "---"), (round(float(c)) for c in counts), strict=True))
    total, good = sum(kinds.values()), kinds["+++"] + kinds["+--"]
    positive, negative = round(float(plus.sum() / 2)), round(float(minus.sum() / 2))
    walk, own_walk = _walks(signs)
    return Balance(
        positive + negative,
        positive,
        negative,
        kinds,
        total,
        good / total if total else None,
        (good + kinds["---"]) / total if total else None,
        walk,
        _actors(network, own_walk),
    )


def triads(network: SignedNetwork, actor: str | None = None) -> pl.DataFrame:
    """All closed triads, or those of one actor, the least balanced first.

    Columns: `a`, `b`, `c` in order of id; `ab`, `bc`, `ac`, the weights; `balanced`; `degree`, the geometric mean of
    their strengths with the sign of their product (the intensity of J.-P. Onnela et al. 2005, Physical Review E 71).
    """
    found = closed(network.weights)
    if actor is not None:
        found = found[(found == network.place(actor)).any(1)]
    a, b, c = found.T
    ab, bc, ac = network.weights[a, b], network.weights[b, c], network.weights[a, c]
    product = ab * bc * ac
    named = [np.array(network.nodes, dtype=object)[side].tolist() for side in (a, b, c)]
    columns = dict(zip("abc", (pl.Series(side, dtype=pl.String) for side in named), strict=True))
    frame = pl.DataFrame({**columns, "ab": ab, "bc": bc, "ac": ac, "balanced": product > 0, "degree": np.cbrt(product)})
    return frame.sort("degree", "a", "b", "c")


def closed(weights: Floats) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
    """Triangles of a symmetric matrix as rows of three places in rising order."""
    tie = np.triu(weights != 0)
    rows = [
        np.column_stack([np.full((len(both), 2), (i, j)), both])
        for i, j in zip(*np.nonzero(tie), strict=True)
        if len(both := np.flatnonzero(tie[i] & tie[j]))
    ]
    return np.concatenate(rows) if rows else np.empty((0, 3), dtype=np.int64)


def _walks(signs: Floats) -> tuple[float, Floats]:
    """Balance of closed walks of the network and of each node. The same factor keeps both exponentials finite."""
    if not len(signs):
        return 1.0, np.empty(0)
    (values, vectors), (sizes, shapes) = np.linalg.eigh(signs), np.linalg.eigh(np.abs(signs))
    largest = sizes.max()
    signed, unsigned = np.exp(values - largest), np.exp(sizes - largest)
    own = (vectors**2 @ signed) / (shapes**2 @ unsigned)
    return float(signed.sum() / unsigned.sum()), own


def _actors(network: SignedNetwork, walk: Floats) -> pl.DataFrame:
    signs = network.signs
    difference = np.einsum("ij,ji->i", signs @ signs, signs) / 2
    total = np.einsum("ij,ji->i", np.abs(signs) @ np.abs(signs), np.abs(signs)) / 2
    good = (total + difference) / 2
    frame = pl.DataFrame(
        {"actor": network.nodes, "triangles": np.rint(total).astype(int), "balanced": np.rint(good).astype(int)},
        schema={"actor": pl.String, "triangles": pl.Int64, "balanced": pl.Int64},
    )
    share = pl.when(pl.col("triangles") > 0).then(pl.col("balanced") / pl.col("triangles"))
    return frame.with_columns(share.alias("share"), pl.Series("walk", walk))
