"""Trains the teacher of the network of attribution on the arrays of `statement_arrays.py`, and asks it.

    python tools/train_statements_teacher.py --minilm FOLDER --arrays CODED.npz PLAIN.npz

Two layers of MiniLM on the shared trunk, too slow to be shipped. It learns from the first file; beside each file
NAME.npz it writes NAME.taught.npy, how likely it holds each label for each word. Needs torch, and nothing of this
package. Seeded; another processor rounds otherwise. About an hour on one core.
"""

import argparse
import random
from pathlib import Path

import numpy as np
import torch
from minilm import WIDTH, Layer, Weights, read_weights
from torch import Tensor, nn

LABELS = 7
"""Outside; beginning and inside of source, cue and content, as in `westphalia.reading.speech.field`."""
UPPER = (2, 3)
LATER = 7
"""Sentences of a window are counted up to here, as in `westphalia.reading.speech.network`."""
QUOTED = {12: 0, 13: 0}
"""Columns of traits that tell of quotation marks, and what they are without."""
UNQUOTED = 0.25
"""Share of windows that lose their quotation marks anew each time."""
EPOCHS, RATE, FRESH = 4, 3e-4, 5
"""Passes, highest learning rate of the layers, by how much that of the new parts is higher."""
WORDS = 1600
"""Words of a batch."""

Batch = dict[str, Tensor]


class Network(nn.Module):
    """Two layers over words, their traits, and the vectors of the words that govern them."""

    def __init__(self, weights: Weights, sizes: list[int]) -> None:
        super().__init__()
        self.offsets = torch.tensor(np.cumsum([0, *sizes[:-1]]))
        self.traits = nn.Embedding(sum(sizes), WIDTH)
        nn.init.normal_(self.traits.weight, std=0.005)
        self.above = nn.ModuleList(nn.Linear(WIDTH, WIDTH, bias=False) for _ in range(3))
        for one in self.above:
            nn.init.normal_(one.weight, std=0.002)
        self.norm, self.drop = nn.LayerNorm(WIDTH, eps=1e-12), nn.Dropout(0.1)
        self.layers = nn.ModuleList(Layer(weights, number) for number in UPPER)
        self.labels = nn.Linear(WIDTH, LABELS)
        self.follow, self.begin = nn.Parameter(torch.zeros(LABELS, LABELS)), nn.Parameter(torch.zeros(LABELS))

    def forward(self, words: Tensor, columns: Tensor, places: Tensor, bias: Tensor | None) -> Tensor:
        """`words`: (batch, n, WIDTH); `columns`: (batch, n, traits); `places`: (batch, n, 3)."""
        x = words + self.traits(columns + self.offsets).sum(2)
        for number, one in enumerate(self.above):
            at = places[:, :, number, None].expand(-1, -1, WIDTH)
            x = x + one(torch.gather(words, 1, at))
        x = self.drop(self.norm(x))
        for layer in self.layers:
            x = layer(x, bias)
        return self.labels(self.drop(x))


def loss_of(scores: Tensor, gold: Tensor, mask: Tensor, network: Network) -> Tensor:
    """Negative log-likelihood of the gold labels in the linear-chain field, by word."""
    ahead, worth = network.begin + scores[:, 0], (network.begin + scores[:, 0]).gather(1, gold[:, :1])[:, 0]
    for step in range(1, scores.shape[1]):
        live = mask[:, step]
        grown = torch.logsumexp(ahead[:, :, None] + network.follow, 1) + scores[:, step]
        ahead = torch.where(live[:, None], grown, ahead)
        now = (
            network.follow[gold[:, step - 1], gold[:, step]] + scores[:, step].gather(1, gold[:, step : step + 1])[:, 0]
        )
        worth = worth + live * now
    return (torch.logsumexp(ahead, 1) - worth).sum() / mask.sum()


def batch(held: dict[str, np.ndarray], windows: list[tuple[int, int]], unquoted: float = UNQUOTED) -> Batch:
    """Some windows side by side, padded to the longest; a share of them `unquoted`."""
    rows, longest = len(windows), max(end - start for start, end in windows)
    traits = held["columns"].shape[1] + 1
    words, gold = torch.zeros(rows, longest, WIDTH), torch.zeros(rows, longest, dtype=torch.long)
    columns, mask = torch.zeros(rows, longest, traits, dtype=torch.long), torch.zeros(rows, longest, dtype=torch.bool)
    places = torch.arange(longest)[None, :, None].repeat(rows, 1, 3)
    for row, (start, end) in enumerate(windows):
        inside, size = slice(start, end), end - start
        number = np.minimum(held["sentence"][inside] - held["sentence"][start], LATER)
        numbers = np.concatenate([held["columns"][inside], number[:, None]], axis=1).astype(np.int64)
        vectors = held["vectors"][inside].astype(np.float32)
        if random.random() < unquoted:
            for column, value in QUOTED.items():
                numbers[:, column] = value
            numbers[:, 14] %= 2
            numbers[:, 17] = numbers[:, 17] // 4 * 4
            vectors[held["marks"][inside]] = 0
        words[row, :size], columns[row, :size] = torch.from_numpy(vectors), torch.from_numpy(numbers)
        places[row, :size] = torch.from_numpy(np.clip(held["places"][inside] - start, 0, size - 1))
        gold[row, :size], mask[row, :size] = torch.from_numpy(held["gold"][inside]), True
    return {"words": words, "columns": columns, "places": places, "gold": gold, "mask": mask}


def batches(windows: list[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Windows of like length together, in random order."""
    found: list[list[tuple[int, int]]] = [[]]
    for window in sorted(windows, key=lambda w: w[1] - w[0] + random.random() * 6):
        if found[-1] and (len(found[-1]) + 1) * (window[1] - window[0]) > WORDS:
            found.append([])
        found[-1].append(window)
    random.shuffle(found)
    return found


def train(network: Network, held: dict[str, np.ndarray], epochs: int) -> None:
    """Trains with a rate that rises for a tenth of the time and falls for the rest."""
    windows = [(int(start), int(end)) for start, end in held["windows"] if end - start > 1]
    layers = [weight for name, weight in network.named_parameters() if name.startswith("layers.")]
    others = [weight for name, weight in network.named_parameters() if not name.startswith("layers.")]
    groups = [{"params": layers, "lr": RATE}, {"params": others, "lr": RATE * FRESH}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    steps = (len(batches(windows)) + 5) * epochs
    rates = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, [RATE, RATE * FRESH], total_steps=steps, pct_start=0.1, anneal_strategy="linear"
    )
    network.train()
    for epoch in range(epochs):
        total = 0.0
        parts = batches(windows)
        for part in parts:
            one = batch(held, part)
            bias = torch.where(one["mask"], 0.0, -1e9)[:, None, None, :]
            with torch.autocast("cpu", dtype=torch.bfloat16):
                scores = network(one["words"], one["columns"], one["places"], bias)
            loss = loss_of(scores.float(), one["gold"], one["mask"], network)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            if rates.last_epoch < steps - 1:
                rates.step()
            total += loss.item()
        print(f"  epoch {epoch + 1}, loss {total / len(parts):.4f}", flush=True)


def taught(network: Network, held: dict[str, np.ndarray]) -> np.ndarray:
    """How likely each label is for each word, shape (words, LABELS), half precision."""
    found = np.zeros((len(held["gold"]), LABELS), np.float16)
    network.eval()
    with torch.inference_mode():
        for start, end in held["windows"]:
            one = batch(held, [(int(start), int(end))], 0.0)
            scores = network(one["words"], one["columns"], one["places"], None)
            found[start:end] = marginals(scores[0], network).numpy()
    return found


def marginals(scores: Tensor, network: Network) -> Tensor:
    """How likely each label is for each word of a window, shape (words, LABELS): forward and backward passes."""
    ahead, behind = [network.begin + scores[0]], [torch.zeros(LABELS)]
    for step in range(1, len(scores)):
        ahead.append(torch.logsumexp(ahead[-1][:, None] + network.follow, 0) + scores[step])
        behind.append(torch.logsumexp(network.follow + (scores[-step] + behind[-1])[None], 1))
    return torch.softmax(torch.stack(ahead) + torch.stack(behind[::-1]), 1)


def main() -> None:
    """Reads the arrays, trains, writes what the teacher holds."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--minilm", type=Path, required=True, help="folder of all-MiniLM-L6-v2")
    ask.add_argument("--arrays", type=Path, required=True, nargs="+")
    ask.add_argument("--epochs", type=int, default=EPOCHS)
    asked = ask.parse_args()
    torch.manual_seed(1)
    random.seed(1)
    files = []
    for path in asked.arrays:
        with np.load(path) as file:
            files.append({name: file[name] for name in file.files})
    # room for a few values that training never met, as spare rows of noise
    sizes = [int(top) + 9 for top in np.max([held["columns"].max(axis=0) for held in files], axis=0)] + [LATER + 1]
    network = Network(read_weights(asked.minilm), sizes)
    train(network, files[0], asked.epochs)
    for path, held in zip(asked.arrays, files, strict=True):
        np.save(path.with_suffix(".taught.npy"), taught(network, held))


if __name__ == "__main__":
    main()
