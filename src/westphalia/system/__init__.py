"""The international system as a computable thing: relations, commitments, memberships, positions, votes, structure.

Everything starts from one noun, the event table (`table.EventTable`), made of a world or read from a file of others.

Structure, by module. Results are frozen dataclasses with the `method` that made them and what they were made from; `on` is a
`date`, states are ids as in the table (ISO 3166-1 alpha-3 after `EventTable.states()`).

- `votes`: `read(path) -> Votes` (`frame`: roll, session, date, state, vote; `rolls`: roll, session, date, title, subjects).
- `agreement`: `agreement(votes, session, a, b) -> Similarity(value, n, ...)`, `similarity(votes, a, b, measure, ...)` and
  `matrix(votes, measure, session=, year=, subject=) -> SimilarityMatrix(states, values, n)`; measures `agreement`, `kappa`, `s`.
- `ideal_points`: `estimate(votes) -> IdealPoints` (`frame`: session, state, value, error, votes; `rolls`).
- `signed`: `SignedNetwork(nodes, weights, label, components)`, `SignedNetwork.of_edges([(a, b, weight), ...])`, `Component`.
- `networks`: `of_events(table, on)`, `of_votes(votes, on)`, `of_alliances(alliances, on)`, `mixed([(network, weight), ...])`.
- `balance`: `balance(network) -> Balance`, `triads(network, actor=None) -> tuple[Triad, ...]`.
- `frustration`: `frustration(network, seconds=60) -> Frustration(index, bound, camps, edges, optimal)`.
- `blocs`: `blocs(network) -> Blocs(groups, ...)`, `stability(networks) -> Stability(together, certainty, ...)`.
- `capabilities`: `read(path) -> Capabilities`, `.shares(year, among=None)`; `polarity`: `polarity(shares) -> Polarity`,
  `concentration(shares)`, `herfindahl(shares)`, `tightness(alliances, on)`.
- `changes`: `changes(table, before, after) -> Changes` (`pairs`, each with the events that did it).
- `wedge`: `wedge(table, a, b, c, on) -> Wedge` (the triad's three sides, which flip balances it, where each side moves).
"""
