"""Makes the shared trunk, data/encoder.onnx, and with --texts its word pieces, data/encoder.txt, from MiniLM.

    python tools/make_encoder.py --minilm FOLDER [--texts FILES]

Needs torch, onnx, onnxruntime, and tokenizers for --texts. The folder holds model.safetensors, vocab.txt and
tokenizer.json of all-MiniLM-L6-v2 (Apache-2.0). Kept are single characters and
the pieces seen LEAST times in the texts.
"""

import argparse
from collections import Counter
from pathlib import Path

import torch
from minilm import Trunk, export, read_vocabulary, read_weights
from torch import Tensor, nn

DATA = Path(__file__).parents[1] / "src/westphalia/reading/data"
LEAST = 4
"""16,566 of 30,522 pieces in 9.5 million characters of news; rarer words are spelled by smaller pieces."""
MARKS = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
LETTERS = 0x250
"""Single characters below this (Latin) are kept whether seen or not, and the punctuation from 0x2000 to 0x2100."""


def choose(folder: Path, texts: list[Path]) -> list[str]:
    """The word pieces that are kept, in their old order."""
    from tokenizers import Tokenizer

    made = Tokenizer.from_file(str(folder / "tokenizer.json"))
    made.no_truncation()
    made.no_padding()
    seen = Counter(t for file in texts for t in made.encode(file.read_text(encoding="utf-8", errors="replace")).tokens)

    def single(piece: str) -> bool:
        bare, code = piece.removeprefix("##"), ord(piece[-1])
        return len(bare) == 1 and (code < LETTERS or 0x2000 <= code < 0x2100 or piece in seen)

    return [p for p in read_vocabulary(folder) if p in MARKS or single(p) or seen[p] >= LEAST]


def bytes_of(table: Tensor) -> tuple[Tensor, Tensor]:
    """A table in eight bits, with a scale for each row."""
    scale = table.abs().amax(1, keepdim=True) / 127
    return torch.round(table / scale).to(torch.int8), scale


class OneText(nn.Module):
    """The trunk for one text without padding, its embeddings in eight bits, as it is shipped."""

    def __init__(self, trunk: Trunk) -> None:
        super().__init__()
        self.norm, self.layers = trunk.norm, trunk.layers
        for name, table in (("word", trunk.word), ("position", trunk.position)):
            numbers, scale = bytes_of(table)
            self.register_buffer(name, numbers)
            self.register_buffer(f"{name}_scale", scale)

    def forward(self, ids: Tensor) -> Tensor:
        """`ids`: (pieces,)."""
        n = ids.shape[0]
        words = self.word[ids].float() * self.word_scale[ids]
        x = self.norm(words + self.position[:n].float() * self.position_scale[:n])[None]
        for layer in self.layers:
            x = layer(x, None)
        return x[0]


def main() -> None:
    """Writes the word pieces, if texts are given, and the trunk."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--minilm", type=Path, required=True)
    ask.add_argument("--texts", type=Path, nargs="*")
    asked = ask.parse_args()
    kept = DATA / "encoder.txt"
    if asked.texts:
        kept.write_text("\n".join(choose(asked.minilm, asked.texts)) + "\n", encoding="utf-8")
    numbers = {piece: n for n, piece in enumerate(read_vocabulary(asked.minilm))}
    keep = [numbers[piece] for piece in kept.read_text(encoding="utf-8").split("\n")[:-1]]
    trunk = OneText(Trunk(read_weights(asked.minilm), keep))
    export(trunk, (torch.tensor([2, 5, 6, 7, 3]),), (["ids"], ["hidden"]), DATA / "encoder.onnx")


if __name__ == "__main__":
    main()
