"""Trains the network of attribution; writes data/statements.onnx and what `train_statements.py` joins.

    python tools/train_statements_network.py --minilm FOLDER --arrays CODED.npz PLAIN.npz --field FIELD.npz

The arrays are those of `statement_arrays.py`, each with what the teacher holds of them beside it
(`train_statements_teacher.py`). The network learns both: the gold labels as a chain, where there are any, and word by
word what the teacher holds. FIELD.npz receives the vectors of the word pieces and what is likely to follow what.
Needs torch, onnx and onnxruntime, and nothing of this package. Seeded; another processor rounds otherwise. Half an
hour on two cores.
"""

import argparse
import math
import random
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from minilm import read_vocabulary, read_weights
from torch import Tensor, nn
from torch.nn import functional
from train_statements_teacher import LABELS, LATER, QUOTED, UNQUOTED, loss_of

DATA = Path(__file__).parents[1] / "src/westphalia/reading/data"
WIDTH, HEADS, INNER, LAYERS = 192, 6, 512, 3
"""Of the layers. Against 384 and two layers on two more of MiniLM, an eighth of the work at the same token F1."""
REACH = 32
"""Words up to which it is told apart how far another is away."""
EPOCHS, RATE = 6, 1.5e-3
CHAIN = 0.5
"""Weight of the gold labels beside the teacher."""
WORDS = 6000
"""Words of a batch."""
GIVEN = ["words", "columns", "head", "first", "second"]

Batch = dict[str, Tensor]


@dataclass(frozen=True, slots=True)
class Arrays:
    """What one file holds, with what the teacher holds of it."""

    held: dict[str, np.ndarray]
    offsets: np.ndarray
    taught: np.ndarray

    @classmethod
    def read(cls, path: Path) -> "Arrays":
        """Reads NAME.npz and NAME.taught.npy."""
        with np.load(path) as file:
            held = {name: file[name] for name in file.files if name != "vectors"}
        offsets = np.concatenate([[0], np.cumsum(held["count"].astype(np.int64))])
        return cls(held, offsets, np.load(path.with_suffix(".taught.npy")).astype(np.float32))

    @property
    def windows(self) -> list[tuple[int, int]]:
        """Bounds of the windows of more than one word."""
        return [(int(start), int(end)) for start, end in self.held["windows"] if end - start > 1]


class Layer(nn.Module):
    """One transformer layer; how far two words are apart is added to how much one sees of the other."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value, self.out = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.up, self.down = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.norm, self.last, self.drop = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH), nn.Dropout(0.1)
        self.far = nn.Embedding(2 * REACH + 1, HEADS)
        nn.init.zeros_(self.far.weight)

    def forward(self, x: Tensor, far: Tensor, mask: Tensor | None) -> Tensor:
        """`x`: (batch, n, WIDTH); `far`: (n, n), rows of the table; `mask`: large and negative at padding."""
        rows, length, _ = x.shape

        def split(y: Tensor) -> Tensor:
            return y.view(rows, length, HEADS, WIDTH // HEADS).transpose(1, 2)

        query, key, value = split(self.query(x)), split(self.key(x)), split(self.value(x))
        bias = self.far(far).permute(2, 0, 1)[None]
        weight = query @ key.transpose(2, 3) / math.sqrt(WIDTH // HEADS) + (bias if mask is None else bias + mask)
        seen = (torch.softmax(weight, -1) @ value).transpose(1, 2).reshape(rows, length, WIDTH)
        x = self.norm(x + self.drop(self.out(seen)))
        return self.last(x + self.drop(self.down(functional.gelu(self.up(x)))))


class Network(nn.Module):
    """Words, their traits, the words beside them and those that govern them; three layers; scores of labels."""

    def __init__(self, table: np.ndarray, sizes: list[int]) -> None:
        super().__init__()
        self.offsets = torch.tensor(np.cumsum([0, *sizes[:-1]]))
        self.pieces = nn.EmbeddingBag(len(table), WIDTH, mode="mean", include_last_offset=True)
        self.pieces.weight.data.copy_(torch.from_numpy(table))
        self.traits = nn.Embedding(sum(sizes), WIDTH)
        nn.init.normal_(self.traits.weight, std=0.02)
        self.beside = nn.ModuleList(nn.Linear(WIDTH, WIDTH, bias=False) for _ in range(5))
        for one in self.beside:
            nn.init.normal_(one.weight, std=0.02)
        self.norm, self.drop = nn.LayerNorm(WIDTH), nn.Dropout(0.1)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.labels = nn.Linear(WIDTH, LABELS)
        self.follow, self.begin = nn.Parameter(torch.zeros(LABELS, LABELS)), nn.Parameter(torch.zeros(LABELS))

    def forward(self, words: Tensor, columns: Tensor, places: Tensor, mask: Tensor | None) -> Tensor:
        """`words`: (batch, n, WIDTH); `columns`: (batch, n, traits); `places`: (batch, n, 3)."""
        rows, length, _ = words.shape
        x = words + self.traits(columns + self.offsets).sum(2)
        for number in range(3):
            at = places[:, :, number, None].expand(-1, -1, WIDTH)
            x = x + self.beside[number](torch.gather(words, 1, at))
        none = torch.zeros(rows, 1, WIDTH)
        x = x + self.beside[3](torch.cat([none, words[:, :-1]], 1)) + self.beside[4](torch.cat([words[:, 1:], none], 1))
        x = self.drop(self.norm(x))
        place = torch.arange(length)
        far = (place[None] - place[:, None]).clamp(-REACH, REACH) + REACH
        for layer in self.layers:
            x = layer(x, far, mask)
        return self.labels(self.drop(x))


class OneWindow(nn.Module):
    """The network for one window without padding, as it is shipped."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, words: Tensor, columns: Tensor, head: Tensor, first: Tensor, second: Tensor) -> Tensor:
        """`words`: (n, WIDTH); `columns`: (n, traits); the places: (n,)."""
        places = torch.stack([head, first, second], 1)
        return self.network(words[None], columns[None], places[None], None)[0]


def batch(arrays: Arrays, windows: list[tuple[int, int]]) -> Batch:
    """Some windows side by side, padded to the longest; of a share of them the quotation marks are lost."""
    held, rows, longest = arrays.held, len(windows), max(end - start for start, end in windows)
    columns = np.zeros((rows, longest, held["columns"].shape[1] + 1), np.int64)
    places = np.tile(np.arange(longest)[None, :, None], (rows, 1, 3))
    gold, mask = np.full((rows, longest), -1), np.zeros((rows, longest), bool)
    taught = np.zeros((rows, longest, LABELS), np.float32)
    pieces, counts = [], []
    for row, (start, end) in enumerate(windows):
        inside, size = slice(start, end), end - start
        number = np.minimum(held["sentence"][inside] - held["sentence"][start], LATER)
        numbers = np.concatenate([held["columns"][inside], number[:, None]], axis=1)
        mine, count = held["pieces"][arrays.offsets[start] : arrays.offsets[end]], held["count"][inside].astype(int)
        if random.random() < UNQUOTED:
            for column, value in QUOTED.items():
                numbers[:, column] = value
            numbers[:, 14] %= 2
            numbers[:, 17] = numbers[:, 17] // 4 * 4
            mine = mine[np.repeat(~held["marks"][inside], count)]
            count = np.where(held["marks"][inside], 0, count)
        columns[row, :size], gold[row, :size], mask[row, :size] = numbers, held["gold"][inside], True
        places[row, :size] = np.clip(held["places"][inside] - start, 0, size - 1)
        taught[row, :size] = arrays.taught[inside]
        pieces.append(mine)
        counts += [count, np.zeros(longest - size, int)]
    return {
        "pieces": torch.from_numpy(np.concatenate(pieces).astype(np.int64)),
        "offsets": torch.from_numpy(np.concatenate([[0], np.cumsum(np.concatenate(counts))])),
        "columns": torch.from_numpy(columns),
        "places": torch.from_numpy(places),
        "gold": torch.from_numpy(gold),
        "mask": torch.from_numpy(mask),
        "taught": torch.from_numpy(taught),
    }


def batches(files: list[Arrays]) -> list[tuple[Arrays, list[tuple[int, int]]]]:
    """Windows of one file and like length together, in random order."""
    found: list[tuple[Arrays, list[tuple[int, int]]]] = []
    for arrays in files:
        found.append((arrays, []))
        for window in sorted(arrays.windows, key=lambda w: w[1] - w[0] + random.random() * 6):
            if found[-1][1] and (len(found[-1][1]) + 1) * (window[1] - window[0] + 6) > WORDS:
                found.append((arrays, []))
            found[-1][1].append(window)
    random.shuffle(found)
    return found


def loss(network: Network, one: Batch) -> Tensor:
    """How far the scores are from what the teacher holds, and from the gold labels where the words have them."""
    rows, length = one["mask"].shape
    bias = torch.where(one["mask"], 0.0, -1e9)[:, None, None, :]
    with torch.autocast("cpu", dtype=torch.bfloat16):
        words = network.pieces(one["pieces"], one["offsets"]).view(rows, length, WIDTH)
        scores = network(words, one["columns"], one["places"], bias)
    scores = scores.float()
    far = -(one["taught"] * torch.log_softmax(scores, -1)).sum(-1)[one["mask"]].mean()
    if (one["gold"][one["mask"]] < 0).any():
        return far
    return far + CHAIN * loss_of(scores, one["gold"].clamp(min=0), one["mask"], network)


def train(network: Network, files: list[Arrays], epochs: int) -> None:
    """Trains with a rate that rises for a sixteenth of the time and falls for the rest."""
    table = [network.pieces.weight]
    others = [weight for name, weight in network.named_parameters() if name != "pieces.weight"]
    optimizer = torch.optim.AdamW(
        [{"params": others, "weight_decay": 0.01}, {"params": table, "weight_decay": 0}], RATE
    )
    steps = (len(batches(files)) + 8) * epochs
    rates = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, steps, pct_start=0.06, final_div_factor=100)
    network.train()
    for epoch in range(epochs):
        total, parts = 0.0, batches(files)
        for arrays, windows in parts:
            value = loss(network, batch(arrays, windows))
            optimizer.zero_grad()
            value.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            if rates.last_epoch < steps - 1:
                rates.step()
            total += value.item()
        print(f"  epoch {epoch + 1}, loss {total / len(parts):.4f}", flush=True)


def export(network: Network, traits: int, file: Path) -> None:
    """Writes the network as ONNX with weights of eight bits, seven of them used: the same on every processor."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    size, plain = 12, file.with_suffix(".f32")
    example = (torch.randn(size, WIDTH), torch.zeros(size, traits, dtype=torch.long), *[torch.arange(size)] * 3)
    torch.onnx.export(
        OneWindow(network).eval(),
        example,
        str(plain),
        input_names=GIVEN,
        output_names=["scores"],
        dynamic_axes={name: {0: "n"} for name in (*GIVEN, "scores")},
        opset_version=17,
        dynamo=False,
    )
    kinds = {"weight_type": QuantType.QInt8, "op_types_to_quantize": ["MatMul", "Gather"]}
    quantize_dynamic(plain, file, per_channel=True, reduce_range=True, **kinds)
    plain.unlink()


def first_vectors(minilm: Path) -> np.ndarray:
    """The vectors of the pieces to begin with: MiniLM's, in the WIDTH directions in which they differ most."""
    numbers = {piece: number for number, piece in enumerate(read_vocabulary(minilm))}
    kept = (DATA / "encoder.txt").read_text(encoding="utf-8").split("\n")[:-1]
    table = read_weights(minilm)["embeddings.word_embeddings.weight"].numpy()[[numbers[piece] for piece in kept]]
    left, values, _ = np.linalg.svd(table - table.mean(axis=0), full_matrices=False)
    small = left[:, :WIDTH] * values[:WIDTH]
    return (small / small.std() * 0.5).astype(np.float32)


def main() -> None:
    """Reads the arrays, trains, exports."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--minilm", type=Path, required=True, help="folder of all-MiniLM-L6-v2")
    ask.add_argument("--arrays", type=Path, required=True, nargs="+")
    ask.add_argument("--field", type=Path, required=True)
    ask.add_argument("--out", type=Path, default=DATA / "statements.onnx")
    ask.add_argument("--epochs", type=int, default=EPOCHS)
    asked = ask.parse_args()
    torch.manual_seed(1)
    random.seed(1)
    files = [Arrays.read(path) for path in asked.arrays]
    # room for a few values that training never met, as spare rows of noise
    sizes = [int(top) + 9 for top in np.max([one.held["columns"].max(axis=0) for one in files], axis=0)] + [LATER + 1]
    network = Network(first_vectors(asked.minilm), sizes)
    train(network, files, asked.epochs)
    export(network, len(sizes), asked.out)
    names = {name: files[0].held[name] for name in ("deps", "tags")}
    fields = {"follow": network.follow.detach().numpy(), "begin": network.begin.detach().numpy()}
    np.savez(asked.field, pieces=network.pieces.weight.detach().numpy(), **fields, **names)


if __name__ == "__main__":
    main()
