"""Handovers: no new overlap or gap in offices of one holder comes in unseen."""

from datetime import date
from pathlib import Path

from detente.reference.audit import audit
from detente.reference.registry import Registry, load_registry

TERMS = "person,side,role,office,start,end,acting,as_of,source\n"


def test_every_overlap_and_gap_between_holders_is_known_and_waived(registry: Registry) -> None:
    assert audit(registry) == [], "correct terms.csv, or accept the handover in waivers.csv with its reason"


def test_no_waiver_outlives_its_finding(registry: Registry) -> None:
    found = {(each.kind, each.side, each.office, each.first, each.last) for each in audit(registry, waived=True)}
    waivers = {(each.kind, each.side, each.office, each.first, each.last) for each in registry.waivers}
    assert waivers == found


def test_two_secretaries_of_state_at_once_are_found(tmp_path: Path) -> None:
    row = "us.colin-powell,US,foreign,Secretary of State,2022-01-01,2022-12-31,,,compiler\n"
    (tmp_path / "terms.csv").write_text(TERMS + row, encoding="utf-8")
    (finding,) = audit(load_registry(overlay=tmp_path))
    assert (finding.kind, finding.side, finding.before) == ("overlap", "US", "us.antony-blinken")
    assert (finding.first, finding.last, finding.days) == (date(2022, 1, 1), date(2022, 12, 31), 365)


def test_an_open_term_with_a_successor_is_found(tmp_path: Path) -> None:
    row = "us.colin-powell,US,foreign,Secretary of State,2025-06-01,,,2026-11,compiler\n"
    (tmp_path / "terms.csv").write_text(TERMS + row, encoding="utf-8")
    findings = audit(load_registry(overlay=tmp_path))
    assert [(each.kind, each.before, each.after) for each in findings] == [
        ("overlap", "us.marco-rubio", "us.colin-powell")
    ]


def test_a_year_without_a_holder_is_found(tmp_path: Path) -> None:
    row = "us.john-kerry,US,foreign,Secretary of State,2014-02-01,2017-01-20,,,compiler\n"
    (tmp_path / "terms.csv").write_text(TERMS + row, encoding="utf-8")
    assert [(each.kind, each.days) for each in audit(load_registry(overlay=tmp_path))] == [("gap", 364)]


def test_a_handover_of_a_few_days_is_no_finding(tmp_path: Path) -> None:
    row = "us.john-kerry,US,foreign,Secretary of State,2013-02-20,2017-02-05,,,compiler\n"
    (tmp_path / "terms.csv").write_text(TERMS + row, encoding="utf-8")
    assert audit(load_registry(overlay=tmp_path)) == []
