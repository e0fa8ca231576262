"""What the linker weighed: every cue a content could have had, every source its cue could have had, with scores."""

from collections.abc import Iterator
from dataclasses import dataclass

from westphalia.model import Span
from westphalia.reading.reading import Reading
from westphalia.reading.speech.attribution import Scene, Stretch
from westphalia.reading.speech.model import model
from westphalia.reading.speech.script import Script


@dataclass(frozen=True, slots=True)
class Rival:
    """One stretch that was weighed as "cue" or "source"; `span` is None for having none at all."""

    role: str
    span: Span | None
    score: float
    chosen: bool


def weigh(reading: Reading, content: Span) -> tuple[Rival, ...]:
    """The scores of the cues of the content that shares most with `content`, then those of the sources of its cue.

    Within each role the highest comes first: it was taken. Empty where the tagger marked no such content.
    """
    script = Script.of(reading)
    scene = script.scene
    here = [(_shared(script.span(s), content), s) for s in scene.of["content"]]
    shared, one = max(here, key=lambda pair: (pair[0], -pair[1].first), default=(0, None))
    if one is None or not shared:
        return ()
    cues = sorted(_weighed(script, scene, one, "cue"), key=lambda pair: -pair[0].score)
    best = cues[0][1]
    sources = sorted(_weighed(script, scene, best, "source"), key=lambda pair: -pair[0].score) if best else []
    return (*_first(cues), *_first(sources))


def _weighed(script: Script, scene: Scene, one: Stretch, role: str) -> Iterator[tuple[Rival, Stretch | None]]:
    near, linker = scene.near(one, role), model().linker
    yield Rival(role, None, linker.score(scene.alone(one, near)), False), None
    for other in near:
        yield Rival(role, script.span(other), linker.score(scene.pair(one, other)), False), other


def _first(ranked: list[tuple[Rival, Stretch | None]]) -> list[Rival]:
    return [Rival(r.role, r.span, round(r.score, 2), n == 0) for n, (r, _) in enumerate(ranked)]


def _shared(one: Span, other: Span) -> int:
    return max(0, min(one.end, other.end) - max(one.start, other.start))
