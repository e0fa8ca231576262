"""Tables of what single reports assert: written with the report, in one transaction."""

from westphalia.world.columns import actor, evidence, key, meant, one_party, parties, text, when, whole
from westphalia.world.schema import Column, Kind, Origin, Table

REPORTS = Table(
    "reports",
    "One text, by one outlet, at one time, as it reached us.",
    Origin.ASSERTED,
    (
        key("report", "id: hash of the text and of what identifies its source"),
        text("name", "file name within its container", null=False),
        text("title", "headline"),
        text("outlet", "name of the outlet"),
        text("outlet_country", "country of the outlet, ISO 3166-1 alpha-3"),
        Column("published", Kind.DATE, "day of publication", null=True, contract=True),
        text("published_from", "where the date was found"),
        text("language", "ISO 639-1; only English is read"),
        Column(
            "copy_of",
            Kind.TEXT,
            "report it is a copy of",
            null=True,
            contract=True,
            stored=False,
            shown="(SELECT c.copy_of FROM copies c WHERE c.report = t.report)",
        ),
        whole("words", "number of words", null=False),
        text("published_precision", "day, month or year"),
        text("outlet_id", "outlet in the reference table"),
        text("outlet_from", "where the outlet was found"),
        text("title_from", "where the headline was found"),
        text("url", "address the report itself gives"),
        text("extracted_by", "how the text was made from the bytes", null=False),
        Column("container", Kind.TEXT, "file or folder it was read from", null=True, digested=False),
        Column("text", Kind.TEXT, "the text all offsets refer to"),
        Column("clean", Kind.TEXT, "the repaired text that was read; NULL where it equals `text`", null=True),
        Column("offsets", Kind.JSON, "pieces (clean, text, length) that map `clean` to `text`", null=True),
        Column("repairs", Kind.JSON, "what intake mended or could not mend: [kind, start, end, mended]"),
        Column("raw", Kind.BLOB, "the bytes as they came, zlib"),
        Column("sketch", Kind.BLOB, "MinHash, little-endian 64-bit; NULL for texts too short", null=True),
        Column("reading_version", Kind.TEXT, "version of the reading steps that wrote the assertions"),
    ),
    ("report",),
    indexes=(("name",), ("published",), ("outlet", "published", "report")),
    exported=True,
)

REJECTED = Table(
    "rejected",
    "An input that could not become a report, with its reason.",
    Origin.ASSERTED,
    (
        Column("container", Kind.TEXT, "file or folder it lies in", digested=False),
        Column("name", Kind.TEXT, "file name within its container"),
        Column("code", Kind.TEXT, "kind of reason, stable"),
        Column("reason", Kind.TEXT, "what is wrong with it"),
        Column("hint", Kind.TEXT, "what to do about it", null=True),
    ),
    ("container", "name"),
)

SENTENCES = Table(
    "sentences",
    "Sentences of the reports, in order; searched in full text.",
    Origin.ASSERTED,
    (
        Column("sentence", Kind.INTEGER, "row number", digested=False),
        *evidence(),
        Column("part", Kind.TEXT, "headline, prose or aside"),
    ),
    ("report", "start", "end"),
    serial="sentence",
)

OFFICES = Table(
    "offices",
    "A person held a post for an actor, as a report tells.",
    Origin.ASSERTED,
    (
        key("office", "id"),
        *evidence(null=True),
        text("person", "actor id or name of the person", null=False),
        text("post", "the post", null=False),
        actor("actor", "for whom"),
        Column("since", Kind.DATE, "known to hold it from", null=True, contract=True),
        Column("until", Kind.DATE, "known to hold it until", null=True, contract=True),
        text("source", "what it was learnt from"),
    ),
    ("office",),
    indexes=(("report",), ("person",), ("actor",)),
    exported=True,
)

MENTIONS = Table(
    "mentions",
    "Words of a report that name an actor.",
    Origin.ASSERTED,
    (
        key("mention", "id"),
        *evidence(),
        Column(
            "actors",
            Kind.LIST,
            "actor ids, several for plurals",
            contract=True,
            shown=f"(SELECT json_group_array({meant('m.value')}) FROM json_each(t.actors) m)",
        ),
        text("kind", "state, body, organ, person, group, company, outlet, bloc, people, pronoun", null=False),
        text("how", "what resolved it"),
        Column("acts", Kind.BOOLEAN, "whether the grammar lets it act; a mere place does not", contract=True),
        text("actor_name", "canonical name of what is mentioned"),
        text("post", "office words that came with it"),
        Column("candidates", Kind.LIST, "what it could be where it is not resolved", contract=True),
        whole("head_start", "start of the name or head noun", null=False),
        whole("head_end", "end of the name or head noun", null=False),
    ),
    ("mention",),
    indexes=(("report", "start"),),
    exported=True,
)

STATEMENTS = Table(
    "statements",
    "Attributed content: who says what; searched in full text.",
    Origin.ASSERTED,
    (
        key("statement", "id"),
        *evidence("content"),
        text("kind", "asserts, denies, promises, demands, warns, accuses, asks, praises, believes", null=False),
        actor("speaker", "actor id of the speaker"),
        text("speaker_name", "canonical name of the speaker"),
        text("speaker_text", "the words that name the speaker"),
        text("cue", "the words of saying"),
        Column(
            "via",
            Kind.LIST,
            "chain through which it reached us, nearest to us first",
            contract=True,
            stored=False,
            shown="(SELECT json_group_array(json_extract(v.value, '$.name')) FROM json_each(t.chain) v)",
        ),
        text("quotation", "direct, indirect or mixed", null=False),
        whole("speaker_start", "start of the speaker's words"),
        whole("speaker_end", "end of the speaker's words"),
        whole("cue_start", "start of the cue"),
        whole("cue_end", "end of the cue"),
        Column("row", Kind.INTEGER, "row number", digested=False),
        Column("chain", Kind.JSON, "the chain with actor, name, words and offsets of each"),
        Column("trace", Kind.JSON, "what coded it", null=True, contract=True),
    ),
    ("statement",),
    indexes=(("report", "start"), ("speaker",)),
    serial="row",
    exported=True,
)

_CODED = "t.type, t.mode, t.context, t.status, t.trace, " + parties("source", "actor")


def _coders() -> tuple[Column, ...]:
    """What coders who keep no status would write; unknown where they would not code the event at all."""

    def computed(name: str, kind: Kind, doc: str, shown: str) -> Column:
        return Column(name, kind, doc, null=True, contract=True, stored=False, shown=shown)

    return (
        computed(
            "event_root",
            Kind.TEXT,
            "PLOVER type with the status folded in: announced is AGREE or THREATEN, refused REJECT",
            "event_root(t.type, t.status, t.trace)",
        ),
        computed(
            "quad",
            Kind.INTEGER,
            "quad class of `event_root`: 1 verbal, 2 material cooperation, 3 verbal, 4 material conflict",
            "quad_class(t.type, t.status, t.trace)",
        ),
        computed("cameo_root", Kind.TEXT, "CAMEO root, two digits", f"substr(cameo_code({_CODED}), 1, 2)"),
        computed("cameo_code", Kind.TEXT, "CAMEO code, two to four digits", f"cameo_code({_CODED})"),
    )


EVENTS = Table(
    "events",
    "One report's assertion that a source did something to a recipient, in PLOVER terms.",
    Origin.ASSERTED,
    (
        key("event", "id"),
        *evidence(),
        text("type", "PLOVER event type", null=False),
        text("mode", "PLOVER mode"),
        Column("context", Kind.LIST, "PLOVER contexts", contract=True),
        text("status", "happened, ongoing, planned, possible, refused, denied, alleged", null=False),
        Column(
            "sources",
            Kind.LIST,
            "actor ids of who did it",
            contract=True,
            stored=False,
            shown=parties("source", "actor"),
        ),
        Column(
            "recipients",
            Kind.LIST,
            "actor ids of to whom",
            contract=True,
            stored=False,
            shown=parties("recipient", "actor"),
        ),
        *when(),
        text("place", "name of the place"),
        text("place_country", "its country, ISO 3166-1 alpha-3"),
        Column(
            "alleged_by",
            Kind.TEXT,
            "actor id of who says so, where it is not the report itself",
            null=True,
            contract=True,
            stored=False,
            shown=one_party("alleged_by", meant("p.actor")),
        ),
        Column("intensity", Kind.REAL, "cooperation (+) or conflict (−), −10 to 10", null=True, contract=True),
        *_coders(),
        Column(
            "happening",
            Kind.TEXT,
            "the happening it is an account of",
            null=True,
            contract=True,
            stored=False,
            shown="(SELECT h.happening FROM happening_events h WHERE h.event = t.event)",
        ),
        Column("trace", Kind.JSON, "what coded it: step, rule, what fired, what was rejected", contract=True),
        Column("confidence", Kind.REAL, "how sure the coding is, 0 to 1", contract=True),
        Column("mutual", Kind.BOOLEAN, "whether all parties did it to each other", contract=True),
        Column(
            "source_names",
            Kind.LIST,
            "names of the sources",
            contract=True,
            stored=False,
            shown=parties("source", "name"),
        ),
        Column(
            "recipient_names",
            Kind.LIST,
            "names of the recipients",
            contract=True,
            stored=False,
            shown=parties("recipient", "name"),
        ),
        Column(
            "alleged_by_name",
            Kind.TEXT,
            "name of who says so",
            null=True,
            contract=True,
            stored=False,
            shown=one_party("alleged_by", "coalesce(p.name, p.text)"),
        ),
        text("when_text", "the words that give the date"),
        text("place_precision", "point, region, country"),
        whole("place_geonames", "GeoNames id"),
        Column("latitude", Kind.REAL, "only of points", null=True, contract=True),
        Column("longitude", Kind.REAL, "only of points", null=True, contract=True),
        Column("place_within", Kind.LIST, "what holds the place, nearest first", contract=True),
        whole("predicate_start", "start of the word that carries the event", null=False),
        whole("predicate_end", "end of that word", null=False),
        whole("sentence_start", "start of its sentence", null=False),
        whole("sentence_end", "end of its sentence", null=False),
        text("sentence", "the words of its sentence", null=False),
    ),
    ("event",),
    indexes=(("report", "start"), ("type",), ("date_from",), ("confidence", "event")),
    exported=True,
)

EVENT_PARTIES = Table(
    "event_parties",
    "Who takes part in an event, with the words that name each.",
    Origin.ASSERTED,
    (
        Column("event", Kind.TEXT, "the event", references="events.event"),
        Column("role", Kind.TEXT, "source, recipient or alleged_by"),
        Column("ordinal", Kind.INTEGER, "place in the order of the reading"),
        Column("report", Kind.TEXT, "the report", references="reports.report"),
        Column("actor", Kind.TEXT, "actor id as the report alone gives it", null=True),
        Column("name", Kind.TEXT, "canonical name", null=True),
        Column("text", Kind.TEXT, "the words that name it"),
        Column("start", Kind.INTEGER, "start of those words"),
        Column("end", Kind.INTEGER, "end of those words"),
    ),
    ("event", "role", "ordinal"),
    indexes=(("actor",), ("report",)),
)

FIGURES = Table(
    "figures",
    "A number asserted.",
    Origin.ASSERTED,
    (
        key("figure", "id"),
        *evidence(),
        text("what", "what it counts", null=False),
        Column("value", Kind.REAL, "the number", contract=True),
        text("unit", "unit"),
        actor("according_to", "actor id of whose number it is"),
        text("according_to_name", "the name of whose number it is"),
        Column("high", Kind.REAL, "upper end of a range", null=True, contract=True),
        text("modifier", "about, at least, at most, more than, less than, almost"),
        *when(),
        text("place", "where"),
    ),
    ("figure",),
    indexes=(("report", "start"),),
    exported=True,
)

NAMINGS = Table(
    "namings",
    "How a report names a thing that others name otherwise.",
    Origin.ASSERTED,
    (
        key("naming", "id"),
        *evidence(),
        text("referent", "the thing named", null=False),
        text("words", "the words used", null=False),
        Column("own_voice", Kind.BOOLEAN, "whether the report says it in its own voice", contract=True),
        text("voice", "own, quoted or attributed", null=False),
        actor("according_to", "actor id of whose words they are"),
        text("according_to_name", "the name of whose words they are"),
    ),
    ("naming",),
    indexes=(("report", "start"), ("referent", "report")),
    exported=True,
)

POSITIONS = Table(
    "positions",
    "Where one actor stands on an issue.",
    Origin.ASSERTED,
    (
        key("position", "id"),
        *evidence(),
        actor("actor", "who stands there"),
        text("issue", "the issue", null=False),
        text(
            "stance", "supports, opposes, abstains, complies, does not comply, has not condemned, neutral", null=False
        ),
        *when(),
        text("actor_name", "its name"),
        text("actor_text", "the words that name it", null=False),
        Column("trace", Kind.JSON, "what coded it", null=True, contract=True),
    ),
    ("position",),
    indexes=(("report", "start"), ("actor",)),
    exported=True,
)
