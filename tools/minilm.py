"""MiniLM in plain torch: the trunk (embeddings and two layers, never trained) and what stands on it.

Weights: all-MiniLM-L6-v2 (Apache-2.0), `model.safetensors` with its `vocab.txt`.
"""

import json
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

WIDTH, HEADS = 384, 12
TRUNK, UPPER = (0, 1), (2, 3, 4, 5)
POSITIONS = 256
LAYER_PARTS = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "out": "attention.output.dense",
    "up": "intermediate.dense",
    "down": "output.dense",
    "norm": "attention.output.LayerNorm",
    "last": "output.LayerNorm",
}

Weights = dict[str, Tensor]


def read_weights(folder: Path) -> Weights:
    """The tensors of `model.safetensors`."""
    raw = (folder / "model.safetensors").read_bytes()
    start = 8 + int.from_bytes(raw[:8], "little")
    found = {}
    for name, held in json.loads(raw[8:start]).items():
        if held.get("dtype") == "F32":
            begin, end = (start + at for at in held["data_offsets"])
            numbers = np.frombuffer(raw[begin:end], np.float32).reshape(held["shape"])
            found[name] = torch.from_numpy(numbers.copy())
    return found


def read_vocabulary(folder: Path) -> list[str]:
    """The word pieces of MiniLM in their order."""
    return (folder / "vocab.txt").read_text(encoding="utf-8").split("\n")[:-1]


class Layer(nn.Module):
    """One layer of BERT, with the weights of MiniLM's layer `number`."""

    def __init__(self, weights: Weights, number: int, drop: float = 0.1) -> None:
        super().__init__()
        self.query, self.key, self.value, self.out = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.up, self.down = nn.Linear(WIDTH, 4 * WIDTH), nn.Linear(4 * WIDTH, WIDTH)
        self.norm, self.last = nn.LayerNorm(WIDTH, eps=1e-12), nn.LayerNorm(WIDTH, eps=1e-12)
        self.drop = nn.Dropout(drop)
        for mine, theirs in LAYER_PARTS.items():
            for kind in ("weight", "bias"):
                getattr(getattr(self, mine), kind).data.copy_(weights[f"encoder.layer.{number}.{theirs}.{kind}"])

    def forward(self, x: Tensor, bias: Tensor | None) -> Tensor:
        """`x`: (batch, pieces, WIDTH); `bias`: large and negative at padding, None without any."""
        batch, length, _ = x.shape

        def split(y: Tensor) -> Tensor:
            return y.view(batch, length, HEADS, WIDTH // HEADS).transpose(1, 2)

        query, key, value = split(self.query(x)), split(self.key(x)), split(self.value(x))
        seen = functional.scaled_dot_product_attention(query, key, value, attn_mask=bias)
        x = self.norm(x + self.drop(self.out(seen.transpose(1, 2).reshape(batch, length, WIDTH))))
        return self.last(x + self.drop(self.down(functional.gelu(self.up(x)))))


class Trunk(nn.Module):
    """Embeddings and the first two layers, as they were; `keep`: the word pieces that are kept, by number."""

    def __init__(self, weights: Weights, keep: list[int]) -> None:
        super().__init__()
        types = weights["embeddings.token_type_embeddings.weight"][0]
        self.word = weights["embeddings.word_embeddings.weight"][keep].clone()
        self.position = (weights["embeddings.position_embeddings.weight"][:POSITIONS] + types).clone()
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        for kind in ("weight", "bias"):
            getattr(self.norm, kind).data.copy_(weights[f"embeddings.LayerNorm.{kind}"])
        self.layers = nn.ModuleList(Layer(weights, n, 0.0) for n in TRUNK)
        for one in self.parameters():
            one.requires_grad = False

    def forward(self, ids: Tensor, bias: Tensor | None = None) -> Tensor:
        """`ids`: (batch, pieces)."""
        x = self.norm(self.word[ids] + self.position[: ids.shape[1]])
        for layer in self.layers:
            x = layer(x, bias)
        return x


class Upper(nn.Module):
    """Four layers and two heads: the type of the act, and whether there is one."""

    def __init__(self, weights: Weights, classes: int, drop: float = 0.1) -> None:
        super().__init__()
        self.layers = nn.ModuleList(Layer(weights, n, drop) for n in UPPER)
        self.drop, self.mid = nn.Dropout(0.2), nn.Linear(4 * WIDTH, WIDTH)
        self.types, self.event = nn.Linear(WIDTH, classes), nn.Linear(WIDTH, 1)

    def heads(self, *parts: Tensor) -> tuple[Tensor, Tensor]:
        """Scores from the vectors of the text, the source, the target, and the mean of all."""
        held = functional.gelu(self.mid(self.drop(torch.cat(parts, 1))))
        return self.types(self.drop(held)), self.event(held)[:, 0]

    def forward(self, x: Tensor, at: Tensor, mask: Tensor, bias: Tensor) -> tuple[Tensor, Tensor]:
        """`at`: (batch, 2), where source and target begin, 0 if there is none; `mask`: 1 where there is a piece."""
        for layer in self.layers:
            x = layer(x, bias)
        rows = torch.arange(x.shape[0])
        mean = (x * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
        return self.heads(x[:, 0], x[rows, at[:, 0]], x[rows, at[:, 1]], mean.to(x.dtype))


class OneText(nn.Module):
    """The upper part for one text without padding, as it is shipped."""

    def __init__(self, upper: Upper) -> None:
        super().__init__()
        self.upper = upper

    def forward(self, hidden: Tensor, at: Tensor) -> tuple[Tensor, Tensor]:
        """`hidden`: (pieces, WIDTH); `at`: (2,)."""
        x = hidden[None]
        for layer in self.upper.layers:
            x = layer(x, None)
        x = x[0]
        types, event = self.upper.heads(x[:1], x[at[:1]], x[at[1:]], x.mean(0, keepdim=True))
        return types[0], event


def export(module: nn.Module, examples: tuple[Tensor, ...], names: tuple[list[str], list[str]], file: Path) -> None:
    """Writes a network as ONNX with weights of eight bits, seven of them used: the same on every processor."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    given, told = names
    plain = file.with_suffix(".f32")
    axes = {given[0]: {0: "n"}} | ({told[0]: {0: "n"}} if told == ["hidden"] else {})
    torch.onnx.export(
        module.eval(),
        examples,
        str(plain),
        input_names=given,
        output_names=told,
        dynamic_axes=axes,
        opset_version=17,
        dynamo=False,
    )
    quantize_dynamic(
        plain,
        file,
        weight_type=QuantType.QInt8,
        per_channel=True,
        reduce_range=True,
        op_types_to_quantize=["MatMul", "Gemm"],
    )
    plain.unlink()
    print(f"{file.name} {file.stat().st_size / 1e6:.1f} MB")
