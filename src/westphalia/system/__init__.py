"""The international system as a computable thing: relations, commitments, memberships, positions, votes, structure.

Everything starts from one noun, the event table (`table.EventTable`), made of a world or read from a file of others.
"""
