"""Trains the upper part of the event transformer on the rows of `event_rows.py`; writes data/events.onnx.

    python tools/train_encoder.py --minilm FOLDER --rows rows.jsonl [--fold N --out FILE] [--start FILE] [--seeds 3]

Needs torch, onnx and onnxruntime, and nothing of this package. First the verb patterns, once; then records, our own
sentences and pairs without event. With --fold that part of the records is left out, scored and written instead.
About 20 minutes on one core. Seeded; another processor rounds otherwise, so that figures may move by .005.
"""

import argparse
import json
import random
from pathlib import Path

import numpy as np
import torch
from folds import folds
from minilm import OneText, Trunk, Upper, export, read_vocabulary, read_weights
from torch import Tensor, nn
from torch.nn import functional

DATA = Path(__file__).parents[1] / "src/westphalia/reading/data"
ROOTS = (
    "ACCUSE AGREE AID ASSAULT COERCE CONSULT COOPERATE MOBILIZE PROTEST REJECT REQUEST SANCTION SUPPORT THREATEN YIELD"
).split()
"""The same order as in `westphalia.reading.act.transformer`."""
SMOOTH = 0.05
EVENT_SHARE = 0.3
"""Weight of the loss of "is there an event" beside that of the type."""
NOTHING = 0.3
"""Weight of patterns of no event: most say only that a verb is too common."""
AVERAGE, FROM = 0.97, 0.4
"""The weights kept are a running mean, from this share of the steps on."""
RATES = {"patterns": 1.5e-4, "records": 1e-4}
EPOCHS = {"patterns": 1, "records": 4}
BATCH = {"patterns": 32, "records": 16}
DECAY, HEAD_RATE = 0.8, 5e-4
"""Learning rate of each layer below the next; of the heads."""

Row = dict
Batch = tuple[Tensor, Tensor, Tensor, Tensor]


def read(file: Path, roots: list[str]) -> list[Row]:
    """The rows, with the number of their root, -1 for none."""
    with file.open(encoding="utf-8") as held:
        rows = [json.loads(line) for line in held]
    for row in rows:
        row.pop("features")
        row["root"] = roots.index(row["root"]) if row.get("root") in roots else -1
        row["weight"] = NOTHING if row["kind"] == "pattern" and not row["event"] else 1.0
    return rows


def padded(rows: list[Row]) -> tuple[Tensor, Tensor, Tensor]:
    """Word pieces, mask and attention bias of a batch."""
    longest = max(len(r["ids"]) for r in rows)
    ids, mask = torch.zeros(len(rows), longest, dtype=torch.long), torch.zeros(len(rows), longest)
    for n, row in enumerate(rows):
        ids[n, : len(row["ids"])] = torch.tensor(row["ids"])
        mask[n, : len(row["ids"])] = 1
    return ids, mask, ((1 - mask) * -1e4)[:, None, None, :]


def embed(trunk: Trunk, rows: list[Row]) -> None:
    """The trunk is not trained: its vectors are made once."""
    ordered = sorted(rows, key=lambda r: len(r["ids"]))
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
        for start in range(0, len(ordered), 64):
            part = ordered[start : start + 64]
            ids, _, bias = padded(part)
            for row, vectors in zip(part, trunk(ids, bias).to(torch.bfloat16), strict=True):
                row["hidden"] = vectors[: len(row["ids"])].clone()


def batch(rows: list[Row]) -> Batch:
    """What the upper part is given."""
    _, mask, bias = padded(rows)
    hidden = torch.zeros(*mask.shape, rows[0]["hidden"].shape[1], dtype=torch.bfloat16)
    for n, row in enumerate(rows):
        hidden[n, : len(row["ids"])] = row["hidden"]
    return hidden, torch.tensor([r["at"] for r in rows]), mask, bias


def batches(rows: list[Row], size: int, draw: random.Random) -> list[list[Row]]:
    """The rows in random batches of about equal length."""
    rows = draw.sample(rows, len(rows))
    found = []
    for start in range(0, len(rows), size * 8):
        chunk = sorted(rows[start : start + size * 8], key=lambda r: len(r["ids"]))
        found += [chunk[n : n + size] for n in range(0, len(chunk), size)]
    draw.shuffle(found)
    return found


def loss_of(upper: Upper, rows: list[Row]) -> Tensor:
    """Cross-entropy of the type, where there is one, and of there being an event."""
    types, event = (told.float() for told in upper(*batch(rows)))
    root, weight = torch.tensor([r["root"] for r in rows]), torch.tensor([r["weight"] for r in rows])
    known = root >= 0
    total = torch.zeros(())
    if known.any():
        each = functional.cross_entropy(types[known], root[known], label_smoothing=SMOOTH, reduction="none")
        total = total + (each * weight[known]).sum()
    truth = torch.tensor([float(r["event"]) for r in rows]).clamp(0.02, 0.98)
    each = functional.binary_cross_entropy_with_logits(event, truth, reduction="none")
    return (total + EVENT_SHARE * (each * weight).sum()) / len(rows)


def optimizer(upper: Upper, rate: float) -> torch.optim.Optimizer:
    """Slower below than above."""
    top = len(upper.layers) - 1
    groups = [
        {"params": list(layer.parameters()), "lr": rate * DECAY ** (top - n)} for n, layer in enumerate(upper.layers)
    ]
    heads = [p for name, p in upper.named_parameters() if not name.startswith("layers")]
    return torch.optim.AdamW([*groups, {"params": heads, "lr": HEAD_RATE}], weight_decay=0.01, fused=True)


def fit(upper: Upper, rows: list[Row], phase: str, seed: int, *, average: bool) -> None:
    """Trains in place; the rate falls to nothing after a short rise."""
    draw = random.Random(seed)
    torch.manual_seed(seed)
    steps = optimizer(upper, RATES[phase])
    highest = [group["lr"] for group in steps.param_groups]
    total, done, mean = EPOCHS[phase] * -(-len(rows) // BATCH[phase]), 0, None
    for _ in range(EPOCHS[phase]):
        upper.train()
        for part in batches(rows, BATCH[phase], draw):
            share = min(1, (done + 1) / (0.06 * total)) * max(0.03, 1 - done / total)
            for group, rate in zip(steps.param_groups, highest, strict=True):
                group["lr"] = rate * share
            with torch.autocast("cpu", dtype=torch.bfloat16):
                loss = loss_of(upper, part)
            steps.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(upper.parameters(), 1.0)
            steps.step()
            done += 1
            if average and done > FROM * total:
                mean = _mean(mean, upper)
            if done % 100 == 0:
                print(phase, done, total, f"{loss.item():.3f}", flush=True)
    if mean is not None:
        with torch.no_grad():
            for kept, now in zip(mean, upper.parameters(), strict=True):
                now.copy_(kept)


def soup(upper: Upper, rows: list[Row], seeds: int) -> None:
    """Trains on the records several times from the same start, in different orders, and keeps the mean of the weights.

    One seed is what is shipped: whether more are better has not been measured.
    """
    start = {name: held.clone() for name, held in upper.state_dict().items()}
    made = []
    for seed in range(seeds):
        upper.load_state_dict(start)
        fit(upper, rows, "records", seed, average=True)
        made.append({name: held.clone() for name, held in upper.state_dict().items()})
    upper.load_state_dict({name: torch.stack([one[name] for one in made]).mean(0) for name in start})


@torch.no_grad()
def _mean(mean: list[Tensor] | None, upper: Upper) -> list[Tensor]:
    if mean is None:
        return [p.clone() for p in upper.parameters()]
    for kept, now in zip(mean, upper.parameters(), strict=True):
        kept.lerp_(now, 1 - AVERAGE)
    return mean


@torch.no_grad()
def predict(upper: Upper, rows: list[Row]) -> tuple[np.ndarray, np.ndarray]:
    """Scores of types and of there being an event."""
    upper.eval()
    with torch.autocast("cpu", dtype=torch.bfloat16):
        told = [upper(*batch([row])) for row in rows]
    return np.array([t[0].float().numpy() for t, _ in told]), np.array([float(e[0]) for _, e in told])


def main() -> None:
    """Trains on all rows and writes the weights, or leaves a fold out and writes what is predicted for it."""
    ask = argparse.ArgumentParser(description=__doc__)
    for name, kind in (("minilm", Path), ("rows", Path), ("fold", int), ("out", Path), ("start", Path)):
        ask.add_argument(f"--{name}", type=kind, required=name in ("minilm", "rows"))
    ask.add_argument("--seeds", type=int, default=1)
    asked = ask.parse_args()
    torch.set_num_threads(1)
    weights = read_weights(asked.minilm)
    numbers = {piece: n for n, piece in enumerate(read_vocabulary(asked.minilm))}
    keep = [numbers[piece] for piece in (DATA / "encoder.txt").read_text(encoding="utf-8").split("\n")[:-1]]
    roots = (
        "ACCUSE AGREE AID ASSAULT COERCE CONSULT COOPERATE MOBILIZE PROTEST REJECT REQUEST SANCTION SUPPORT THREATEN"
    )
    rows = read(asked.rows, [*roots.split(), "YIELD"])
    patterns, others = ([r for r in rows if (r["kind"] == "pattern") is told] for told in (True, False))
    torch.manual_seed(0)
    upper = Upper(weights, len(ROOTS))
    trunk = Trunk(weights, keep).eval()
    embed(trunk, others)
    if asked.start and asked.start.exists():
        upper.load_state_dict(torch.load(asked.start))
    else:
        embed(trunk, patterns)
        fit(upper, patterns, "patterns", 0, average=False)
        if asked.start:
            torch.save(upper.state_dict(), asked.start)
    left = [r for r in others if folds(r) == asked.fold]
    soup(upper, [r for r in others if folds(r) != asked.fold], asked.seeds)
    if left:
        types, events = predict(upper, left)
        np.savez(
            asked.out, types=types, events=events, kinds=[r["kind"] for r in left], roots=[r["root"] for r in left]
        )
        return
    examples = (torch.randn(9, 384), torch.tensor([1, 4]))
    export(OneText(upper), examples, (["hidden", "at"], ["types", "event"]), DATA / "events.onnx")


if __name__ == "__main__":
    main()
