"""Dated codes of states: what an analyst joins the news of a year on."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import DataError
from detente.reference.codes import StateCodes, codes_on
from detente.reference.registry import Registry, load_registry

HEADER = "code,scheme,value,valid_from,valid_to,source\n"
NONE = (None, None, None, None)


@pytest.mark.parametrize(
    ("side", "day", "codes"),
    [
        ("SU", date(1989, 5, 1), ("SU", "SUN", "365", "365")),
        ("SU", date(1992, 5, 1), NONE),
        ("RU", date(1992, 5, 1), ("RU", "RUS", "365", "365")),
        ("DE", date(1989, 5, 1), ("DE", "DEU", "260", "260")),
        ("DE", date(1990, 10, 2), ("DE", "DEU", "260", "260")),
        ("DE", date(1990, 10, 3), ("DE", "DEU", "255", "260")),
        ("DE", date(1991, 5, 1), ("DE", "DEU", "255", "260")),
        ("DD", date(1989, 5, 1), ("DD", "DDR", "265", "265")),
        ("DD", date(1995, 1, 1), NONE),
        ("YU", date(1999, 4, 1), ("YU", "YUG", "345", "345")),
        ("YU", date(2003, 7, 1), ("CS", "SCG", "345", "345")),
        ("YU", date(2007, 1, 1), NONE),
        ("RS", date(2003, 7, 1), NONE),
        ("RS", date(2007, 1, 1), ("RS", "SRB", "345", "340")),
        ("ME", date(2007, 1, 1), ("ME", "MNE", "341", "341")),
        ("CS", date(1989, 12, 1), ("CS", "CSK", "315", "315")),
        ("CZ", date(1993, 1, 1), ("CZ", "CZE", "316", "316")),
        ("YD", date(1988, 1, 1), ("YD", "YMD", "680", "680")),
        ("YE", date(1988, 1, 1), ("YE", "YEM", "678", "678")),
        ("YE", date(1991, 1, 1), ("YE", "YEM", "679", "678")),
        ("CD", date(1990, 1, 1), ("ZR", "ZAR", "490", "490")),
        ("MM", date(1988, 9, 18), ("BU", "BUR", "775", "775")),
        ("VN", date(1973, 1, 27), ("VD", "VDR", "816", "816")),
        ("PS", date(1993, 9, 13), NONE),
        ("NATO", date(1999, 4, 1), NONE),
    ],
)
def test_a_state_has_the_codes_of_its_day(
    registry: Registry, side: str, day: date, codes: tuple[str | None, ...]
) -> None:
    iso2, iso3, cow, gw = codes
    assert codes_on(registry, side, day) == StateCodes(iso2=iso2, iso3=iso3, cow=cow, gw=gw)


@given(data=st.data(), day=st.dates(date(1945, 1, 1), date(2026, 11, 22)))
def test_a_state_has_one_value_of_a_scheme_on_a_day_and_a_value_means_one_state(
    registry: Registry, data: st.DataObject, day: date
) -> None:
    row = data.draw(st.sampled_from([row for rows in registry.state_codes.values() for row in rows]))
    edges = [edge for edge in (row.valid_from, row.valid_to) if edge]
    for probe in [day, *edges, *(edge + timedelta(days=step) for edge in edges for step in (-1, 1))]:
        on_day = [
            other
            for rows in registry.state_codes.values()
            for other in rows
            if other.scheme == row.scheme and (other.valid_from or date.min) <= probe <= (other.valid_to or date.max)
        ]
        assert len([other for other in on_day if other.state == row.state]) <= 1
        assert len({other.value for other in on_day}) == len(on_day)


def test_every_state_of_today_with_an_iso_code_has_its_own(registry: Registry) -> None:
    for code in registry.states:
        found = codes_on(registry, code, date(2026, 11, 22)).iso2
        assert found in {code, None}


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ("XX,iso3,XXX,,,compiler\n", "unknown state 'XX'"),
        ("FR,fips,FR,,,compiler\n", "unknown scheme 'fips'"),
        ("FR,cow,,,,compiler\n", "value is empty"),
        ("FR,cow,220,1990,1989,compiler\n", "valid_to 1989 lies before valid_from 1990"),
        ("FR,cow,220,then,,compiler\n", "valid_from is 'then'"),
        ("FR,cow,220,,,blog\n", "unknown source 'blog'"),
        ("FR,cow,221,1990,,compiler\n", "cow 221 of FR shares days with cow 221 of MC"),
    ],
)
def test_a_wrong_code_names_its_file_and_line(tmp_path: Path, row: str, complaint: str) -> None:
    (tmp_path / "state_codes.csv").write_text(HEADER + row, encoding="utf-8")
    with pytest.raises(DataError) as caught:
        load_registry(overlay=tmp_path)
    assert str(caught.value).startswith(f"{tmp_path}/state_codes.csv:2: {complaint}")


def test_two_values_of_one_state_on_one_day_are_refused(tmp_path: Path) -> None:
    rows = "FR,gw,220,,2000,compiler\nFR,gw,222,2000,,compiler\n"
    (tmp_path / "state_codes.csv").write_text(HEADER + rows, encoding="utf-8")
    with pytest.raises(DataError, match=r"state_codes\.csv:3: gw 222 of FR shares days with gw 220 of FR"):
        load_registry(overlay=tmp_path)


def test_an_overlay_replaces_the_codes_that_share_its_days(tmp_path: Path) -> None:
    (tmp_path / "state_codes.csv").write_text(HEADER + "XK,iso2,XK,2008-02-17,,compiler\n", encoding="utf-8")
    assert codes_on(load_registry(overlay=tmp_path), "XK", date(2026, 1, 1)).iso2 == "XK"
    (tmp_path / "state_codes.csv").write_text(HEADER + "DE,cow,260,1990-10-03,,compiler\n", encoding="utf-8")
    registry = load_registry(overlay=tmp_path)
    assert codes_on(registry, "DE", date(1991, 5, 1)).cow == "260"
    assert codes_on(registry, "DE", date(1989, 5, 1)).cow == "260"
