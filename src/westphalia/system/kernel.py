"""What of a signed network decides its frustration: without actors of few ties, split where it hangs by one actor.

The rules are those of F. Hüffner, N. Betzler and R. Niedermeier (2010), "Separator-based data reduction for signed
graph balancing", Journal of Combinatorial Optimization 20, for separators of one and two actors.
"""

from collections.abc import Iterator

Ties = dict[int, dict[int, float]]
"""Actor → actor → signed weight, in both directions."""


def reduced(ties: Ties) -> tuple[Ties, float, list[tuple[int, dict[int, float]]]]:
    """A network with the same best camps in which every actor has three ties or more.

    An actor with one tie can always stand right. One with two stands right with at least the stronger of them, so it
    acts like one tie of its two neighbours, with the product of the signs and the weaker strength. Of two ties
    between the same pair with opposite signs the weaker is always against the camps.

    Returns:
        The network, the weight that is against any camps, and the actors taken out with their ties, in order.
    """
    left: Ties = {actor: dict(near) for actor, near in ties.items()}
    constant, undone = 0.0, []
    waiting = sorted((actor for actor, near in left.items() if len(near) <= 2), reverse=True)
    while waiting:
        actor = waiting.pop()
        if actor not in left or len(left[actor]) > 2:
            continue
        near = left.pop(actor)
        undone.append((actor, near))
        for other in near:
            del left[other][actor]
        if len(near) == 2:
            (i, one), (j, other_weight) = near.items()
            constant += _tied(left, i, j, min(abs(one), abs(other_weight)) * (1 if one * other_weight > 0 else -1))
        waiting.extend(other for other in sorted(near) if len(left[other]) <= 2)
    return left, constant, undone


def _tied(ties: Ties, i: int, j: int, weight: float) -> float:
    """Adds a tie to what the pair has; the weight that is now against any camps."""
    held = ties[i].pop(j, 0.0)
    ties[j].pop(i, None)
    if held + weight:
        ties[i][j] = ties[j][i] = held + weight
    return min(abs(held), abs(weight)) if held * weight < 0 else 0.0


def side_of(near: dict[int, float], sides: dict[int, int]) -> int:
    """The side on which an actor has the least against it, given where its neighbours stand."""
    return 1 if sum(weight * sides[other] for other, weight in near.items()) >= 0 else -1


def parts(ties: Ties) -> Iterator[set[int]]:
    """Connected parts, in order of their first actor."""
    seen: set[int] = set()
    for start in sorted(ties):
        if start in seen:
            continue
        part, waiting = {start}, [start]
        while waiting:
            new = [j for j in ties[waiting.pop()] if j not in part]
            part.update(new)
            waiting.extend(new)
        seen |= part
        yield part


def blocks(ties: Ties) -> list[Ties]:
    """Biconnected parts (J. Hopcroft and R. E. Tarjan 1973); every cycle, so all frustration, lies within one."""
    depth: dict[int, int] = {}
    low: dict[int, int] = {}
    found: list[Ties] = []
    for root in sorted(ties):
        if root in depth:
            continue
        depth[root] = low[root] = 0
        held: list[tuple[int, int]] = []
        path = [(root, -1, iter(sorted(ties[root])))]
        while path:
            actor, parent, rest = path[-1]
            step = next(rest, None)
            if step is None:
                path.pop()
                if parent >= 0:
                    low[parent] = min(low[parent], low[actor])
                    if low[actor] >= depth[parent]:
                        found.append(_block(ties, held, (parent, actor)))
            elif step not in depth:
                held.append((actor, step))
                depth[step] = low[step] = depth[actor] + 1
                path.append((step, actor, iter(sorted(ties[step]))))
            elif step != parent and depth[step] < depth[actor]:
                held.append((actor, step))
                low[actor] = min(low[actor], depth[step])
    return found


def _block(ties: Ties, held: list[tuple[int, int]], until: tuple[int, int]) -> Ties:
    """The ties held since `until`, taken off the stack."""
    block: Ties = {}
    while True:
        i, j = held.pop()
        block.setdefault(i, {})[j] = block.setdefault(j, {})[i] = ties[i][j]
        if (i, j) == until:
            return block
