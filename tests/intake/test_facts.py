"""Title, date and outlet: each with its source; what is not certain stays None."""

from datetime import date

import pytest

from westphalia.intake import Options, dates, origins, report_from_text, titles
from westphalia.intake.assembling import assemble
from westphalia.intake.record import Record, Stated
from westphalia.model import Rejected, Report


def report(text: str, **facts: object) -> Report:
    made = assemble(Record("r.txt", text, text.encode(), **facts), Options())  # type: ignore[arg-type]
    assert isinstance(made, Report)
    return made


@pytest.mark.parametrize(
    ("stated", "day"),
    [
        ("2022-03-30", date(2022, 3, 30)),
        ("2022-03-30T23:59:00+08:00", date(2022, 3, 30)),
        ("Wed, 30 Mar 2022 10:00:00 GMT", date(2022, 3, 30)),
        ("March 30, 2022", date(2022, 3, 30)),
        ("30th of March, 2022 at 5pm", date(2022, 3, 30)),
        ("Sept. 3, 2021", date(2021, 9, 3)),
        ("20220330", date(2022, 3, 30)),
        ("20220330T101500Z", date(2022, 3, 30)),
        ("2022/3/5", date(2022, 3, 5)),
        ("30.03.2022", date(2022, 3, 30)),
        ("30/03/2022", date(2022, 3, 30)),
        ("03/30/2022", date(2022, 3, 30)),
        ("1648598400", date(2022, 3, 30)),
        ("1648598400000", date(2022, 3, 30)),
        ("2022年3月30日", date(2022, 3, 30)),
    ],
)
def test_stated_dates(stated: str, day: date) -> None:
    found = dates.understood(Stated(stated, "field"))
    assert found is not None
    assert (found.day, found.precision, found.source) == (day, "day", "field")


@pytest.mark.parametrize(
    "stated", ["03/04/2022", "yesterday", "", "2022-02-30", "31 February 2022", "12345", "99/99/2022"]
)
def test_uncertain_dates_are_none(stated: str) -> None:
    assert dates.understood(Stated(stated, "field")) is None


def test_months_and_years_keep_their_precision() -> None:
    assert dates.understood(Stated("March 2022", "f")).precision == "month"  # type: ignore[union-attr]
    assert dates.understood(Stated("2022-03", "f")).day == date(2022, 3, 1)  # type: ignore[union-attr]
    assert dates.understood(Stated("2022", "f")).precision == "year"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("url", "day", "precision"),
    [
        ("https://a.example/2022/05/29/talks", date(2022, 5, 29), "day"),
        ("https://a.example/news/2022/5/9/talks", date(2022, 5, 9), "day"),
        ("https://a.example/2022-05-29/talks", date(2022, 5, 29), "day"),
        ("https://a.example/world/talks-2022-05-29/", date(2022, 5, 29), "day"),
        ("https://a.example/20220529/x.html", date(2022, 5, 29), "day"),
        ("https://a.example/202205/29/x.html", date(2022, 5, 29), "day"),
        ("https://a.example/article/27/07/2022/talks", date(2022, 7, 27), "day"),
        ("https://a.example/2022/may/29/talks", date(2022, 5, 29), "day"),
        ("https://a.example/stories/202207250637.html", date(2022, 7, 25), "day"),
        ("https://a.example/2022/05/talks", date(2022, 5, 1), "month"),
    ],
)
def test_dates_in_addresses(url: str, day: date, precision: str) -> None:
    found = dates.of_url(url)
    assert found is not None
    assert (found.day, found.precision) == (day, precision)


@pytest.mark.parametrize(
    "url",
    [
        "https://a.example/news/20223455/talks",
        "https://a.example/1655130659_40186.html",
        "https://a.example/v/2022.05.29.1/",
    ],
)
def test_numbers_in_addresses_are_no_dates(url: str) -> None:
    assert dates.of_url(url) is None


@pytest.mark.parametrize(
    ("text", "day", "source"),
    [
        (" date 2022-03-30 The ministers met on Monday.", date(2022, 3, 30), "leading date"),
        ("Talks go on\n\nMarch 31, 2022\nThe ministers met.", date(2022, 3, 31), "date line"),
        ("Talks go on\n\n31 Mar 2022 14:05 GMT\n\nThe ministers met.", date(2022, 3, 31), "date line"),
        (
            "Talks go on\nPublished: Thursday, 31 March 2022, 10:15 am\nThe ministers met.",
            date(2022, 3, 31),
            "date line",
        ),
        ("Talks go on\nBy Ana Vanto | March 31, 2022\nThe ministers met.", date(2022, 3, 31), "date line"),
        ("Talks go on\n2022-03-31 10:22\nThe ministers met.", date(2022, 3, 31), "date line"),
        ("Talks\n\n27.03.22 12:32 - The ministers met in the capital.", date(2022, 3, 27), "date line"),
        ("PORT VANTO, May 16 2022 (Wire) - The ministers met.", date(2022, 5, 16), "dateline"),
        ("PORT VANTO – 26 July 2022: The ministers met.", date(2022, 7, 26), "dateline"),
    ],
)
def test_dates_near_the_top_of_a_text(text: str, day: date, source: str) -> None:
    published = report(text).published
    assert published is not None
    assert (published.day, published.source) == (day, source)


@pytest.mark.parametrize(
    "text",
    [
        "The treaty of March 31, 2022 was signed by both ministers in the capital.",
        "Talks go on\n\nThe ministers met. They had agreed on 31 March 2022.",
        "PORT VANTO, March 30 (Wire) — The ministers met.",
        "Lead\n\n" + "A paragraph about nothing at all.\n\n" * 10 + "March 31, 2022\n\nMore.",
        "In 2022 the ministers met.",
    ],
)
def test_dates_of_events_never_pose_as_publication(text: str) -> None:
    assert report(text).published is None


def test_a_dateline_takes_its_year_only_from_a_source_that_fits() -> None:
    text = "PORT VANTO, March 30 (Wire) — The ministers met."
    found = report(text, url="https://a.example/2022/03/talks").published
    assert found is not None
    assert (found.day, found.precision) == (date(2022, 3, 30), "day")
    assert "url" in found.source
    other = report(text, url="https://a.example/2022/07/talks").published
    assert other is not None
    assert (other.day, other.precision) == (date(2022, 7, 1), "month")


def test_metadata_comes_before_address_and_text() -> None:
    found = report(
        "March 1, 2022\n\nThe ministers met.",
        dates=(Stated("2022-03-03", "json-ld"),),
        url="https://a.example/2022/03/02/x",
    ).published
    assert found is not None
    assert (found.day, found.source) == (date(2022, 3, 3), "json-ld")


def test_an_address_in_the_first_line_is_the_reports() -> None:
    made = report("https://www.daily-vanto.example/2022/03/02/talks\n\nThe ministers met.")
    assert made.url == "https://www.daily-vanto.example/2022/03/02/talks"
    assert made.text.startswith("https://")
    assert made.clean == "The ministers met."
    assert made.outlet is not None
    assert (made.outlet.value, made.outlet.source) == ("daily-vanto.example", "host")
    assert made.published is not None
    assert made.published.source == "url"


def test_known_hosts_and_names_get_the_name_of_the_reference() -> None:
    by_host = report("https://www.reuters.com/world/x\n\nThe ministers met.").outlet
    by_field = report("The ministers met.", outlets=(Stated("reuters.com", "json:outlet"),)).outlet
    assert by_host is not None
    assert by_field is not None
    assert by_host.value == by_field.value == "Reuters"


@pytest.mark.parametrize(
    "text",
    [
        "Talks\n\nPhoto: Xinhua\n\nThe ministers met.",
        "IMAGE SOURCE: CGTN\n\nThe ministers met.",
        "The ministers met, Reuters reported.",
    ],
)
def test_credits_of_pictures_and_sources_are_not_the_outlet(text: str) -> None:
    assert report(text).outlet is None


def test_an_agency_in_the_dateline_is_the_outlet_if_nothing_else_is_known() -> None:
    text = "BEIJING, March 30 (Xinhua) -- The ministers met."
    alone = report(text).outlet
    assert alone is not None
    assert (alone.value, alone.source) == ("Xinhua", "dateline")
    carried = report(text, url="https://daily-vanto.example/x").outlet
    assert carried is not None
    assert carried.value == "daily-vanto.example"


def test_a_name_over_the_date_is_the_outlet_and_the_headline_comes_after() -> None:
    made = report(
        "Vanto Ledger\nAugust 9, 2025\n\nBelmark and Vantia meet\n\nThe leaders of both states met on Friday."
    )
    assert made.outlet is not None
    assert made.title is not None
    assert (made.outlet.value, made.outlet.source) == ("Vanto Ledger", "masthead")
    assert made.title.value == "Belmark and Vantia meet"
    headline = report("Ministers Meet\nAugust 9, 2025\n\nThe leaders of both states met on Friday.")
    assert headline.outlet is None
    assert headline.title is not None
    assert headline.title.value == "Ministers Meet"


def test_an_unknown_agency_in_the_dateline() -> None:
    made = report("PORT VANTO, July 22, 2022 (Meridian Wire) — The ministers met.")
    assert made.outlet is not None
    assert (made.outlet.value, made.outlet.source) == ("Meridian Wire", "dateline")


def test_what_the_user_says_overrides() -> None:
    record = Record(
        "sub/r.txt", "The ministers met.", b"x", path="archive/Vanto Daily/2022-03-04_1.txt", url="https://a.example/x"
    )
    made = assemble(record, Options(outlet="Mine"))
    assert isinstance(made, Report)
    assert made.outlet is not None
    assert (made.outlet.value, made.outlet.source) == ("Mine", "--outlet")
    by_rule = assemble(record, Options(folder_rule=r"(?P<outlet>[^/]+)/(?P<date>\d{4}-\d\d-\d\d)_"))
    assert isinstance(by_rule, Report)
    assert by_rule.outlet is not None
    assert by_rule.published is not None
    assert (by_rule.outlet.value, by_rule.outlet.source) == ("Vanto Daily", "folder rule")
    assert by_rule.published.day == date(2022, 3, 4)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (
            "Vantia and Belmark reopen border\n\nThe two states have agreed on Monday.",
            "Vantia and Belmark reopen border",
        ),
        ("Is the border open?\nNobody knows at the moment, say the envoys.", "Is the border open?"),
        ("The two states have agreed.\n\nThey met on Monday in the old town.", None),
        ("By Ana Vanto\n\nThe two states have agreed on Monday.", None),
        ("ANA VANTO\n\nThe two states have agreed on Monday.", None),
        ("Photo: Ana Vanto\n\nThe two states have agreed on Monday.", None),
        ("The two states have agreed on Monday", None),
    ],
)
def test_first_lines_that_are_headlines(text: str, title: str | None) -> None:
    found = report(text).title
    assert (found.value if found else None) == title


def test_names_of_sites_leave_headlines() -> None:
    assert titles.tidy("Border opens | Vanto Daily") == "Border opens"
    assert titles.tidy("Border opens again - Vanto Daily", ("Vanto Daily",)) == "Border opens again"
    assert (
        titles.tidy("Border opens again - foreign minister", ("Vanto Daily",))
        == "Border opens again - foreign minister"
    )
    assert titles.tidy("Border opens again (29.06.22 17:09) « World | Vanto.NET") == "Border opens again"


def test_hosts() -> None:
    assert origins.host("https://www.vanto.example:8080/x") == "vanto.example"
    assert origins.host("https://en.vanto.example/x") == "vanto.example"
    assert origins.host("http://[bad") == ""


def test_identity_is_text_and_place_not_file_name() -> None:
    one = report_from_text("The ministers met.", name="a.txt", outlet="A", published=date(2022, 3, 1))
    assert one.id == report_from_text("The ministers met.", name="b.txt", outlet="A", published=date(2022, 3, 1)).id
    assert one.id != report_from_text("The ministers met.", name="a.txt", outlet="B", published=date(2022, 3, 1)).id
    assert one.id != report_from_text("The ministers met!", name="a.txt", outlet="A", published=date(2022, 3, 1)).id
    assert len(one.id) == 17


def test_a_text_without_words_is_no_report() -> None:
    assert isinstance(assemble(Record("x", " \n…", b" \n..."), Options()), Rejected)
    with pytest.raises(ValueError, match="no words"):
        report_from_text("…", name="x")
