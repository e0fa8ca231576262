"""A brief from a world: which sections it has and in what order."""

from datetime import date

from westphalia.brief import sections, telling
from westphalia.brief.document import Brief
from westphalia.brief.focus import focus
from westphalia.brief.material import Material, collect
from westphalia.brief.words import day
from westphalia.errors import UsageError
from westphalia.world.store import Store


def brief(
    store: Store, actor: str, other: str | None = None, since: date | None = None, until: date | None = None
) -> Brief:
    """What the reports of a world say of an actor, or of two actors with each other.

    Args:
        store: an open world.
        actor: actor id, country or name.
        other: a second one, for what lies between the two.
        since: first day of the period.
        until: last day of the period.

    Raises:
        UsageError: if an actor is unknown, or the period ends before it begins.
    """
    if since and until and until < since:
        raise UsageError(f"the period ends ({until}) before it begins ({since})", "swap --from and --to")
    asked = tuple(focus(store, name) for name in (actor, other) if name)
    if len(asked) == 2 and (asked[0].holds(asked[1].actor) or asked[1].holds(asked[0].actor)):
        raise UsageError(f"{asked[0].name} and {asked[1].name} are one actor", "name two, or one alone")
    material = collect(store, asked, since, until)
    parts = (
        sections.in_short(material),
        telling.between(material),
        telling.not_done(material),
        telling.around(material),
        sections.said(material),
        sections.positions(material),
        sections.figures(material),
        sections.namings(material),
        sections.coverage(material),
        sections.unknown(material),
    )
    return Brief(
        title=" – ".join(f.name for f in asked),
        period=_period(material),
        sections=tuple(section for section in parts if section),
        sources=material.notes.sources(),
        made_from=store.path.name,
    )


def _period(material: Material) -> str:
    days = sorted(row["published"] for row in material.reports if row["published"])
    ends = dict.fromkeys(day(published) for published in (*days[:1], *days[-1:]))
    told = f"reports of {' to '.join(ends)}" if days else "no report with a known date"
    since = f"from {day(str(material.since))} " if material.since else ""
    until = f"to {day(str(material.until))} " if material.until else ""
    return f"{since}{until}· {told}" if since or until else told
