"""The international system as a computable thing: relations, commitments, memberships, positions, votes, structure.

Everything starts from one noun, the event table (`table.EventTable`), made of a world or read from a file of others.

Structure, by module. Results are frozen dataclasses with the `method` that made them and what they were made from;
`on` is a `date`, actors are ids as in the table (ISO 3166-1 alpha-3 after `EventTable.states()`).

- `votes`: `read(path) -> Votes`, `Votes.select(session=, year=, subject=, since=, until=)`.
- `agreement`: `agreement(votes, session, a, b)` and `similarity(votes, a, b, measure) -> Similarity`, `matrix(votes,
  measure)`.
- `ideal_points`: `estimate(votes) -> IdealPoints`.
- `signed`: `SignedNetwork`, `Component`.
- `networks`: `of_events(table, on)`, `of_votes(votes, on)`, `of_alliances(alliances, on)`, `mixed([(network, weight),
  ...])`, and the same with the evidence drawn again: `redrawn_events`, `redrawn_votes`.
- `balance`: `balance(network) -> Balance`, `triads(network, actor=None)` as a frame.
- `frustration`: `frustration(network) -> Frustration`, exact (`kernel`, `covering`).
- `blocs`: `blocs(network) -> Blocs`, `stability(network, draws) -> Stability`.
- `capabilities`: `read(path) -> Capabilities`, `majors(path, year)`; `alliances`: `read(path) -> Alliances`; both are
  files of the user's own.
- `polarity`: `polarity(shares) -> Polarity`, `tightness(alliances, year, blocs) -> Tightness`.
- `changes`: `changes(table, before, after) -> Changes`; `wedge`: `wedge(table, (a, b, c), on) -> Wedge`.
"""
