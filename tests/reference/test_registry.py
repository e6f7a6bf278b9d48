"""The registry: who held which office when, what is stale, whose account an outlet publishes."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import DataError, UsageError
from detente.model.time import Precision
from detente.reference.registry import Registry, load_registry


def write(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder


TERMS = "person,side,role,office,start,end,acting,as_of,source\n"
PERSONS = "id,wikidata,name,form_en,form_ru,source\n"


def test_burns_headed_the_cia_when_he_travelled_to_moscow(registry: Registry) -> None:
    terms = registry.terms_on("us.william-joseph-burns", date(2021, 11, 2))
    assert [(term.side, term.role) for term in terms] == [("US", "intel")]
    assert registry.persons["us.william-joseph-burns"].name == "William Burns"


def test_on_the_day_of_an_inauguration_both_presidents_answer(registry: Registry) -> None:
    holders = {term.person for term in registry.holders("US", "hos", date(2025, 1, 20))}
    assert holders == {"us.joe-biden", "us.donald-trump"}
    assert {term.person for term in registry.holders("US", "hos", date(2025, 1, 21))} == {"us.donald-trump"}


def test_a_start_known_to_the_month_counts_from_its_first_day(registry: Registry) -> None:
    # Cho Tae-yong's months as security adviser are known, his days are not: "2023-03" to "2024-01".
    term = next(term for term in registry.terms_of("kr.cho-tae-yong") if term.role == "nsa")
    assert (term.start, term.start_precision) == (date(2023, 3, 1), Precision.MONTH)
    assert (term.end, term.end_precision) == (date(2024, 1, 31), Precision.MONTH)
    assert term in registry.terms_on("kr.cho-tae-yong", date(2024, 1, 31))


def test_holders_between_two_days_include_everyone_who_held_the_office(registry: Registry) -> None:
    terms = registry.holders_between("GB", "hog", date(2022, 9, 1), date(2022, 10, 31))
    assert {registry.persons[term.person].name for term in terms} == {"Boris Johnson", "Liz Truss", "Rishi Sunak"}


@given(data=st.data(), day=st.dates(date(1985, 1, 1), date(2026, 11, 22)))
def test_a_person_holds_an_office_on_a_day_exactly_if_the_office_has_that_holder(
    registry: Registry, data: st.DataObject, day: date
) -> None:
    term = data.draw(st.sampled_from(registry.terms))
    for probe in (day, term.start, term.end or day):
        assert (term in registry.terms_on(term.person, probe)) == (
            term in registry.holders(term.side, term.role, probe)
        )
    assert term in registry.holders_between(term.side, term.role, term.start, term.start)


def test_every_open_term_goes_stale_half_a_year_after_it_was_last_confirmed(registry: Registry) -> None:
    for term in registry.terms:
        if term.end is None:
            assert term.as_of is not None
            assert not registry.is_stale(term, term.as_of + timedelta(days=180))
            assert registry.is_stale(term, term.as_of + timedelta(days=181))
        else:
            assert not registry.is_stale(term, date(2100, 1, 1))


@pytest.mark.parametrize(
    ("outlet", "url", "side"),
    [
        (None, "http://en.kremlin.ru/events/president/news/65870", "RU"),
        (None, "https://www.fmprc.gov.cn/eng/xw/1.html", "CN"),
        (None, "https://www.mfa.gov.cn/eng/", "CN"),
        ("whitehouse.gov", None, "US"),
        ("The White House", None, "US"),
        ("Kremlin", "https://www.bbc.co.uk/news/1", "RU"),
        ("BBC", "https://www.bbc.co.uk/news/1", None),
        ("TASS", "https://tass.com/politics/1", None),
        ("Xinhua", "http://www.xinhuanet.com/english/1.htm", None),
        (None, "https://kremlin.ru.example.com/", None),
        (None, "https://kremlin.ru@example.com/", None),
        (None, "https://notkremlin.ru/", None),
        (None, "http://[bad", None),
        (None, None, None),
        ("", "", None),
    ],
)
def test_only_official_outlets_give_the_account_of_a_side(
    registry: Registry, outlet: str | None, url: str | None, side: str | None
) -> None:
    assert registry.official_side(outlet, url) == side


def test_an_overlay_adds_a_person_and_a_term_with_a_source_of_its_own(tmp_path: Path) -> None:
    write(tmp_path, "sources.csv", "key,text,licence\ndesk,our desk,CC0-1.0\n")
    write(tmp_path, "persons.csv", PERSONS + "fr.jane-doe,,Jane Doe,,Джейн Доу,desk\n")
    write(
        tmp_path, "terms.csv", TERMS + "fr.jane-doe,FR,foreign,Minister of Foreign Affairs,2026-09-01,,,2026-11,desk\n"
    )
    registry = load_registry(overlay=tmp_path)
    assert [term.person for term in registry.holders("FR", "foreign", date(2026, 10, 1))][-1] == "fr.jane-doe"
    assert registry.sources[registry.terms_of("fr.jane-doe")[0].source].text == "our desk"
    assert "us.joe-biden" in registry.persons


def test_an_overlay_row_replaces_the_person_and_the_term_it_corrects(tmp_path: Path) -> None:
    write(tmp_path, "persons.csv", PERSONS + "us.joe-biden,,Joseph R. Biden,,,compiler\n")
    write(tmp_path, "terms.csv", TERMS + "us.joe-biden,US,hos,President,2021-01-20,2025-01-19,,,compiler\n")
    registry = load_registry(overlay=tmp_path)
    assert registry.persons["us.joe-biden"].name == "Joseph R. Biden"
    terms = [term for term in registry.terms_of("us.joe-biden") if term.role == "hos"]
    assert [term.end for term in terms] == [date(2025, 1, 19)]


def test_an_overlay_corrects_a_start_without_leaving_the_wrong_term(tmp_path: Path) -> None:
    write(tmp_path, "terms.csv", TERMS + "us.joe-biden,US,hos,President,2021-01-21,2025-01-20,,,compiler\n")
    registry = load_registry(overlay=tmp_path)
    assert [term.start for term in registry.terms_of("us.joe-biden") if term.role == "hos"] == [date(2021, 1, 21)]


@pytest.mark.parametrize(
    ("table", "text", "complaint"),
    [
        ("terms.csv", TERMS + "us.nobody,US,hos,President,2021,,,2022,compiler\n", "terms.csv:2: unknown person"),
        ("terms.csv", TERMS + "us.joe-biden,XX,hos,President,2021,,,2022,compiler\n", "terms.csv:2: unknown side"),
        ("terms.csv", TERMS + "us.joe-biden,US,boss,President,2021,,,2022,compiler\n", "terms.csv:2: unknown role"),
        ("terms.csv", TERMS + "us.joe-biden,US,hos,President,2021,,,,compiler\n", "terms.csv:2: an open term needs"),
        ("terms.csv", TERMS + "us.joe-biden,US,hos,President,2021,2020,,,compiler\n", "terms.csv:2: end 2020 lies"),
        ("terms.csv", TERMS + "us.joe-biden,US,hos,President,2021-02-30,,,2022,compiler\n", "terms.csv:2: start is"),
        ("terms.csv", TERMS + "us.joe-biden,US,hos,President,2021-13,,,2022,compiler\n", "terms.csv:2: start is"),
        ("terms.csv", TERMS + "us.joe-biden,US,hos,President,0000,,,2022,compiler\n", "terms.csv:2: start is"),
        ("terms.csv", TERMS + "us.joe-biden,US,hos,President,yesterday,,,2022,compiler\n", "terms.csv:2: start is"),
        ("terms.csv", TERMS + "us.joe-biden,US,hos,President,2021,,yes,2022,compiler\n", "terms.csv:2: acting is"),
        ("terms.csv", TERMS + "us.joe-biden,US,hos,President,2021,,,2022,\n", "terms.csv:2: source is empty"),
        ("terms.csv", TERMS + "us.joe-biden,US,hos,President,2021,,,2022,blog\n", "terms.csv:2: unknown source"),
        ("terms.csv", TERMS + "us.joe-biden,US,hos\n", "terms.csv:2: 3 cells under 9 columns"),
        ("terms.csv", "person,mood\n", "terms.csv:1: unknown column 'mood'"),
        ("terms.csv", "person,side\n", "terms.csv:1: column 'role' is missing"),
        ("terms.csv", "person,person\n", "terms.csv:1: column 'person' stands twice"),
        ("persons.csv", PERSONS + "a.b,,A B,,,compiler\na.b,,A B,,,compiler\n", "persons.csv:3: 'a.b' stands already"),
        ("persons.csv", PERSONS + "a.b,,A B,Bo,,compiler\n", "persons.csv:2: form 'Bo' is too short"),
        ("persons.csv", PERSONS + '"a.b', "persons.csv:2: not a CSV table"),
        ("states.csv", "code,iso3\n", "states.csv:1: unknown column 'iso3'"),
        ("offices.csv", "role,side,pattern,label,source\nhos,*,(,x,compiler\n", "offices.csv:2: pattern '('"),
        ("monsters.csv", "id\n", "monsters.csv:1: no table of the registry"),
    ],
)
def test_a_wrong_row_names_its_file_and_line(tmp_path: Path, table: str, text: str, complaint: str) -> None:
    write(tmp_path, table, text)
    with pytest.raises(DataError) as caught:
        load_registry(overlay=tmp_path)
    assert str(caught.value).startswith(f"{tmp_path}/{complaint}")


def test_a_table_that_is_not_utf_8_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "persons.csv").write_bytes(b"id,name\n\xff\xfe")
    with pytest.raises(DataError, match=r"persons\.csv:1: not UTF-8"):
        load_registry(overlay=tmp_path)


def test_a_table_saved_by_a_spreadsheet_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    (tmp_path / "persons.csv").write_bytes(b"\xef\xbb\xbf" + PERSONS.encode() + b"a.b,,Ann Bell,,,compiler\r\n")
    assert load_registry(overlay=tmp_path).persons["a.b"].name == "Ann Bell"


def test_a_short_form_is_accepted_where_the_row_allows_it(tmp_path: Path) -> None:
    header = "id,wikidata,name,form_en,allow,source\n"
    write(tmp_path, "persons.csv", header + "cn.bo-an,,Bo An,Bo,Bo,compiler\n")
    assert load_registry(overlay=tmp_path).persons["cn.bo-an"].forms["en"] == ("Bo",)


@pytest.mark.parametrize("folder", ["empty", "missing"])
def test_an_overlay_without_tables_is_an_error_of_the_caller(tmp_path: Path, folder: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError, match="an overlay is a folder with tables"):
        load_registry(overlay=tmp_path / folder)


def test_the_places_of_diplomacy_have_names_in_russian_and_telugu(registry: Registry) -> None:
    names = {place.name: place.names for place in registry.places}
    assert names["Geneva"]["te"] == ("జెనీవా",)
    assert "Эр-Рияд" in names["Riyadh"]["ru"]
    assert names["Washington"]["en"][0] == "Washington, D.C."
    assert registry.states["RU"].capitals["en"] == ("Moscow",)


def test_every_milestone_joins_two_sides_and_its_persons_held_office_that_day(registry: Registry) -> None:
    for milestone in registry.milestones:
        assert len(milestone.sides) >= 2
        assert not milestone.place or milestone.place in {place.name for place in registry.places}
        for person in milestone.persons:
            assert registry.terms_on(person, milestone.start), (milestone, person)


def test_a_side_of_two_letters_is_a_state_or_one_of_the_two_bodies_that_iso_reserves(registry: Registry) -> None:
    short = {side for side in registry.sides if len(side) == 2 and side.isalpha()}
    assert short - set(registry.states) == {"EU", "UN"}
