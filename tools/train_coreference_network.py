"""Teaches two layers on the trunk to tell mentions of one event from others of their topic: data/coreference.onnx.

    python tools/train_coreference_network.py --minilm FOLDER --arrays ARRAYS.npz --vectors VECTORS.npz

Needs torch, onnx and onnxruntime. The arrays are made by `tools/train_coreference.py FOLDER --arrays ARRAYS.npz`.
The layers begin as the third and fourth of MiniLM. A step is one topic; the loss is that of supervised contrastive
learning (Khosla et al. 2020): of each mention, how much nearer those of its event are than the others of the topic. So
a mention weighs the same whether its event is told twice or fifty times. Of each part of the topics that is left out,
the vectors are by a network that saw only later parts; one that saw all is shipped.
"""

import argparse
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from minilm import WIDTH, Layer, Weights, export, read_weights
from torch import Tensor, nn
from torch.nn import functional

NETWORK = Path(__file__).parents[1] / "src/westphalia/reconciling/data/coreference.onnx"
LAYERS = (2, 3)
HEADS = 12
AXES = 128
EPOCHS = 6
"""Of a fold left out, three epochs gave an average precision of .479, six .487, nine .489 (four layers)."""

RATE, HEAD_RATE = 1e-4, 1e-3
MOST = 260
"""Mentions of a topic in a step at most."""

TEMPERATURE = 0.1


@dataclass(frozen=True, slots=True)
class Texts:
    """Vectors of the trunk by text, and of each mention its text, pieces, chain, topic and part."""

    hidden: list[Tensor]
    spans: list[tuple[int, list[int]]]
    chains: list[int]
    topics: list[int]
    parts: list[int]

    @classmethod
    def read(cls, file: Path) -> "Texts":
        """Reads what `train_coreference.py --arrays` wrote."""
        with np.load(file) as held:
            hidden = [torch.from_numpy(h.astype(np.float32)) for h in np.split(held["hidden"], held["text_ends"][:-1])]
            pieces = [rows.tolist() for rows in np.split(held["pieces"], held["piece_ends"][:-1])]
            spans = list(zip(held["text"].tolist(), pieces, strict=True))
            labels = (held[name].tolist() for name in ("chain", "topic", "part"))
            return cls(hidden, spans, *labels)


@dataclass(frozen=True, slots=True)
class Batch:
    """Texts of about one length, and the pieces of mentions in them: where, at what weight, of which mention."""

    hidden: Tensor
    mask: Tensor
    text: Tensor
    row: Tensor
    weight: Tensor
    mention: Tensor


class Network(nn.Module):
    """Two layers and a linear map."""

    def __init__(self, weights: Weights) -> None:
        super().__init__()
        self.layers = nn.ModuleList(Layer(weights, number) for number in LAYERS)
        self.drop, self.head = nn.Dropout(0.1), nn.Linear(WIDTH, AXES)

    def forward(self, batches: Sequence[Batch], mentions: int) -> Tensor:
        """The vectors of the mentions."""
        sums = torch.zeros(mentions, WIDTH)
        for batch in batches:
            x = batch.hidden
            for layer in self.layers[:-1]:
                x = layer(x, batch.mask)
            x = self.last(x, batch).float()
            sums = sums.index_add(0, batch.mention, x * batch.weight[:, None])
        return self.head(self.drop(sums))

    def last(self, x: Tensor, batch: Batch) -> Tensor:
        """The last layer, asked only at the pieces of mentions: a third off the cost of a step."""
        layer, part = self.layers[-1], WIDTH // HEADS
        shape = (*x.shape[:2], HEADS, part)
        key, value = layer.key(x).view(shape), layer.value(x).view(shape)
        own = x[batch.text, batch.row]
        query = layer.query(own).view(-1, HEADS, part)
        seen = torch.einsum("thd,tlhd->thl", query, key[batch.text]) / part**0.5 + batch.mask[batch.text, :, 0]
        share = layer.drop(seen.float().softmax(-1).to(value.dtype))
        mixed = torch.einsum("thl,tlhd->thd", share, value[batch.text]).reshape(-1, WIDTH)
        own = layer.norm(own + layer.drop(layer.out(mixed)))
        return layer.last(own + layer.drop(layer.down(functional.gelu(layer.up(own)))))


class OneText(nn.Module):
    """The network for one text without padding, all its pieces, as it is shipped."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, trunk: Tensor) -> Tensor:
        """`trunk`: (pieces, WIDTH)."""
        x = trunk[None]
        for layer in self.network.layers:
            x = layer(x, None)
        return self.network.head(x[0])


def batches(texts: Texts, mentions: Sequence[int]) -> list[Batch]:
    """Batches of texts of about one length with their mentions, numbered as given."""
    by_text = defaultdict(list)
    for number, mention in enumerate(mentions):
        text, rows = texts.spans[mention]
        by_text[text].append((number, rows))
    ordered = sorted(by_text, key=lambda text: (len(texts.hidden[text]), text))
    parts = np.array_split(np.array(ordered), max(1, min(4, len(ordered) // 4)))
    return [batch(texts, [(int(text), by_text[int(text)]) for text in part]) for part in parts]


def batch(texts: Texts, held: Sequence[tuple[int, Sequence[tuple[int, list[int]]]]]) -> Batch:
    """One batch of texts, each with the numbers and pieces of its mentions."""
    longest = max(len(texts.hidden[text]) for text, _ in held)
    hidden, mask = torch.zeros(len(held), longest, WIDTH), torch.zeros(len(held), 1, 1, longest)
    places = []
    for number, (text, mentions) in enumerate(held):
        length = len(texts.hidden[text])
        hidden[number, :length] = texts.hidden[text]
        mask[number, ..., length:] = -1e4
        places += [(number, row, 1 / len(rows), mention) for mention, rows in mentions for row in rows]
    text, row, weight, mention = (torch.tensor(column) for column in zip(*places, strict=True))
    return Batch(hidden, mask, text, row, weight, mention)


def loss_of(network: Network, texts: Texts, mentions: Sequence[int]) -> Tensor:
    """The contrastive loss of these mentions; those alone in their event are only what others must be far from."""
    with torch.autocast("cpu", dtype=torch.bfloat16):
        vectors = network(batches(texts, mentions), len(mentions))
    unit = functional.normalize(vectors.float(), dim=1)
    itself = torch.eye(len(mentions), dtype=torch.bool)
    near = (unit @ unit.T / TEMPERATURE).masked_fill(itself, -1e9)
    share = near - torch.logsumexp(near, 1, keepdim=True)
    chains = torch.tensor([texts.chains[n] for n in mentions])
    one = ((chains[:, None] == chains[None, :]) & ~itself).float()
    told = one.sum(1) > 0
    return -((share * one).sum(1)[told] / one.sum(1)[told]).sum() / max(int(told.sum()), 1)


def learn(weights: Weights, texts: Texts, mentions: Sequence[int]) -> Network:
    """A network taught by these mentions."""
    torch.manual_seed(0)
    rng = np.random.default_rng(0)
    network = Network(weights).train()
    groups = [
        {"params": network.layers.parameters(), "lr": RATE},
        {"params": network.head.parameters(), "lr": HEAD_RATE},
    ]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
    by_topic = defaultdict(list)
    for mention in mentions:
        by_topic[texts.topics[mention]].append(mention)
    steps = EPOCHS * len(by_topic)
    warm = steps // 10
    slope = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min((step + 1) / warm, (steps - step) / (steps - warm))
    )
    for _ in range(EPOCHS):
        for topic in rng.permutation(sorted(by_topic)):
            chosen = by_topic[topic]
            if len(chosen) > MOST:
                chosen = sorted(rng.choice(chosen, MOST, replace=False).tolist())
            loss = loss_of(network, texts, chosen)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            slope.step()
    return network.eval()


def encode(network: Network, texts: Texts) -> np.ndarray:
    """The vectors of all mentions."""
    found = np.zeros((len(texts.spans), AXES), dtype=np.float16)
    with torch.no_grad():
        for start in range(0, len(found), MOST):
            chosen = range(start, min(start + MOST, len(found)))
            found[chosen] = network(batches(texts, chosen), len(chosen)).numpy()
    return found


def main() -> None:
    """Reads the command line."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("minilm", "arrays", "vectors"):
        ask.add_argument(f"--{name}", type=Path, required=True)
    asked = ask.parse_args()
    weights, texts = read_weights(asked.minilm), Texts.read(asked.arrays)
    everything = range(len(texts.spans))
    parts = np.array(texts.parts)
    found = np.zeros((len(parts), AXES), dtype=np.float16)
    for part in range(parts.max()):
        network = learn(weights, texts, np.flatnonzero(parts > part).tolist())
        found[parts == part] = encode(network, texts)[parts == part]
    np.savez_compressed(asked.vectors, left_out=found)
    export(OneText(learn(weights, texts, everything)), (torch.zeros(9, WIDTH),), (["trunk"], ["hidden"]), NETWORK)


if __name__ == "__main__":
    main()
