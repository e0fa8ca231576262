"""Record to Report: repair, language, and each fact with where it came from; what is absent stays None."""

import hashlib
import json
from datetime import date

from westphalia.intake import dates, origins, titles
from westphalia.intake.copies import sketch
from westphalia.intake.language import language
from westphalia.intake.options import Options
from westphalia.intake.record import Record, Stated
from westphalia.intake.rejecting import rejected
from westphalia.intake.repair import repair
from westphalia.model import Published, Rejected, Report, Sourced


def assemble(record: Record, options: Options) -> Report | Rejected:
    """The report a record becomes, or why it is none."""
    text = record.text.encode("utf-8", "replace").decode("utf-8") if _has_surrogates(record.text) else record.text
    if len(text) > options.limits.text:
        return rejected("too-large", f"a text of {len(text):,} characters", record.name, record.container)
    clean, offsets, repairs = repair(text, markdown=record.markdown)
    if not any(sign.isalnum() for sign in clean):
        code = "no-text" if record.raw.strip() else "empty"
        return rejected(code, "no words in it" if code == "no-text" else "empty", record.name, record.container)
    url = record.url or origins.leading_url(text)
    folder = origins.of_folder(record.path or record.name, options.folder_rule)
    outlet = _outlet(record, url, clean, folder.get("outlet", ""), options)
    published = _published(record, url, text, clean, folder.get("date", ""))
    return Report(
        id=report_id(text, url, outlet, published),
        name=record.name,
        text=text,
        clean=clean,
        offsets=offsets,
        raw=record.raw,
        container=record.container,
        title=_title(record, clean, url, outlet),
        outlet=outlet,
        published=published,
        url=url,
        language=language(clean, record.language),
        extracted_by=record.how,
        repairs=repairs,
        copy_sketch=sketch(clean),
    )


def report_from_text(  # noqa: PLR0913 (the facts of a report, all by name)
    text: str, *, name: str, title: str = "", outlet: str = "", published: date | None = None, url: str = ""
) -> Report:
    """A report from a text in memory. What is not given is looked for in the text, as in a file.

    Raises:
        ValueError: the text has no words.
    """
    record = Record(
        name,
        text,
        text.encode("utf-8", "replace"),
        titles=(Stated(title, "given"),) if title else (),
        outlets=(Stated(outlet, "given"),) if outlet else (),
        dates=(Stated(published.isoformat(), "given"),) if published else (),
        url=url,
    )
    report = assemble(record, Options())
    if isinstance(report, Rejected):
        raise ValueError(f"{name}: {report.reason}")
    return report


def report_id(text: str, url: str, outlet: Sourced | None, published: Published | None) -> str:
    """`r` and 16 hexadecimal digits of SHA-256 over text, address, outlet and day.

    The same text from the same place is the same report, whatever its file is called: a copy under another
    name in the same folder is one row. The same text carried by two outlets is two reports.
    """
    identity = [text, url, outlet.value if outlet else "", published.day.isoformat() if published else ""]
    return "r" + hashlib.sha256(json.dumps(identity).encode()).hexdigest()[:16]


def _has_surrogates(text: str) -> bool:
    return not text.isascii() and any("\ud800" <= sign <= "\udfff" for sign in set(text))


def _title(record: Record, clean: str, url: str, outlet: Sourced | None) -> Sourced | None:
    names = (outlet.value if outlet else "", origins.host(url), *(stated.value for stated in record.outlets))
    for stated in record.titles:
        if title := titles.tidy(stated.value, names):
            return Sourced(title, stated.source)
    above = origins.masthead(clean)
    body = "\n".join(clean.split("\n")[1:]).strip().partition("\n")[2].strip() if above else clean
    line = titles.first_line(body)
    return Sourced(titles.tidy(line, names), "first line") if line else None


def _outlet(record: Record, url: str, clean: str, folder: str, options: Options) -> Sourced | None:
    if options.outlet:
        return origins.named(options.outlet, "--outlet")
    if folder:
        return origins.named(folder, "folder rule")
    for stated in record.outlets:
        if outlet := origins.named(stated.value, stated.source):
            return outlet
    return (origins.of_url(url) if url else None) or origins.of_text(dates.credit(clean), clean)


def _published(record: Record, url: str, text: str, clean: str, folder: str) -> Published | None:
    """Best source first; a day from a weaker source comes before a mere month from a stronger one."""
    stated = [*record.dates, *([Stated(folder, "folder rule")] if folder else [])]
    found = [published for fact in stated if (published := dates.understood(fact))]
    from_url = dates.of_url(url) if url else None
    found += [from_url] if from_url else []
    if day := next((published for published in found if published.precision == "day"), None):
        return day
    near = found[0] if found else None
    in_text = dates.of_text(text, near) or dates.of_text(clean, near)
    return in_text or near
