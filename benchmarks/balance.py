"""Benchmark `balance`: triangle balance, walk balance and the exact frustration index of signed networks.

`--data` holds `reference_balance.csv`, one row a network to be reproduced (network, triangles, T_balanced_fraction,
walk_balance, frustration_L), and the networks: `NAME_edges.csv` (from, to, sign) for the network NAME, and
`cow_signed_1946_1999.csv.gz` (from, to, sign, network) for those called `cowNN(years)`.

A row is exact if triangles and index are equal, and the two shares differ by 1e-6 at most. `seconds_largest` is the
longest time one network took, balance and frustration together; `seconds_most_ties` that of the network with the most
ties.
"""

import re
import time
from collections.abc import Iterable
from itertools import combinations
from pathlib import Path
from typing import Any

import polars as pl

from westphalia.system.balance import balance
from westphalia.system.csv_files import csv_frame
from westphalia.system.frustration import frustration
from westphalia.system.signed import SignedNetwork

WINDOWS = "cow_signed_1946_1999.csv.gz"
CLOSE = 1.0e-6 + 1e-12
EDGES = ("from", "to", "sign")


def run(data: Path) -> tuple[dict[str, Any], Iterable[dict[str, Any]]]:
    """Figures, and what was found for each network."""
    reference = data / "reference_balance.csv"
    if not reference.exists():
        raise FileNotFoundError(2, "no reference", str(reference))
    frustration(SignedNetwork.of_edges((a, b, -1) for a, b in combinations("abcdefg", 2)))  # SciPy loads on first use
    rows = [_judged(row, _network(data, row["network"])) for row in csv_frame(reference).iter_rows(named=True)]
    figures = {
        "n": len(rows),
        "exact": round(sum(row["exact"] for row in rows) / len(rows), 4),
        "proven": sum(row["optimal"] for row in rows),
        "seconds_largest": max(row["seconds"] for row in rows),
        "seconds_most_ties": max(rows, key=lambda row: row["ties"])["seconds"],
    }
    return figures, rows


def _network(data: Path, name: str) -> SignedNetwork:
    window = re.match(r"cow0*([0-9]+)", name)
    path = data / (WINDOWS if window else f"{name}_edges.csv")
    if not path.exists():
        raise FileNotFoundError(2, "no network", str(path))
    edges = csv_frame(path, (*EDGES, "network") if window else EDGES)
    if window:
        edges = edges.filter(pl.col("network") == window.group(1))
    return SignedNetwork.of_edges((a, b, float(sign)) for a, b, sign in edges.select(EDGES).iter_rows())


def _judged(row: dict[str, str], network: SignedNetwork) -> dict[str, Any]:
    begun = time.perf_counter()
    found, index = balance(network), frustration(network)
    seconds = round(time.perf_counter() - begun, 3)
    exact = (
        found.triangles == int(row["triangles"])
        and index.index == float(row["frustration_l"])
        and abs((found.share or 0.0) - float(row["t_balanced_fraction"])) <= CLOSE
        and abs(found.walk - float(row["walk_balance"])) <= CLOSE
    )
    return {
        "network": row["network"],
        "ties": found.ties,
        "triangles": found.triangles,
        "share": found.share,
        "walk": found.walk,
        "index": index.index,
        "optimal": index.optimal,
        "seconds": seconds,
        "exact": exact,
    }
