import subprocess
import sys
from pathlib import Path

import pytest

from detente.errors import UsageError
from detente.read import Limits
from detente.settings import load_settings, model_options, wants_colour

XDG = ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home, so that the settings of whoever runs the tests do not count."""
    for name in (
        *XDG,
        "DETENTE_LLM_KEY",
        "DETENTE_CONFIG",
        "DETENTE_OVERLAY",
        "DETENTE_CACHE",
        "DETENTE_ARCHIVE",
        "DETENTE_PAUSE",
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


def configure(home: Path, text: str) -> Path:
    file = home / ".config" / "detente" / "config.toml"
    file.parent.mkdir(parents=True)
    file.write_text(text, encoding="utf-8")
    return file


def test_without_any_setting_the_usual_folders_and_limits_hold(home: Path) -> None:
    settings = load_settings()
    assert settings.overlay is None
    assert settings.cache == home / ".cache" / "detente"
    assert settings.limits == Limits()


def test_own_tables_in_the_data_folder_are_found(home: Path) -> None:
    folder = home / ".local" / "share" / "detente" / "registry"
    folder.mkdir(parents=True)
    assert load_settings().overlay == folder


def test_folders_follow_the_xdg_variables_but_not_relative_ones(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(home / "fast"))
    assert load_settings().cache == home / "fast" / "detente"
    monkeypatch.setenv("XDG_CACHE_HOME", "fast")
    assert load_settings().cache == home / ".cache" / "detente"


def test_the_file_sets_folders_and_single_limits(home: Path) -> None:
    configure(home, f"overlay = '{home}/own'\ncache = '{home}/quick'\n[limits]\nseconds = 2.5\ntext_bytes = 1000\n")
    settings = load_settings()
    assert settings.overlay == home / "own"
    assert settings.cache == home / "quick"
    assert settings.limits == Limits(seconds=2.5, text_bytes=1000)


def test_a_variable_outranks_the_file_and_leaves_its_other_keys(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    configure(home, "cache = '/file'\n[limits]\nseconds = 2.5\nratio = 50\n")
    monkeypatch.setenv("DETENTE_CACHE", "/variable")
    monkeypatch.setenv("DETENTE_LIMITS__SECONDS", "4")
    settings = load_settings()
    assert settings.cache == Path("/variable")
    assert settings.limits == Limits(seconds=4.0, ratio=50)


def test_who_says_nothing_leaves_a_second_between_requests_and_keeps_the_archive_beside_the_ledger(home: Path) -> None:
    assert (load_settings().pause, load_settings().archive) == (1.0, None)
    configure(home, "pause = 2.5\narchive = '/srv/kept'\n")
    assert (load_settings().pause, load_settings().archive) == (2.5, Path("/srv/kept"))


def test_another_file_may_be_named(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    configure(home, "cache = '/usual'\n")
    other = home / "other.toml"
    other.write_text("cache = '/other'\n", encoding="utf-8")
    monkeypatch.setenv("DETENTE_CONFIG", str(other))
    assert load_settings().cache == Path("/other")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("cash = '/x'\n", "the setting cash of .*config.toml"),
        ("cache = 3\n", "the setting cache of .*config.toml"),
        ("[limits]\npages = 3\n", "there is no limit 'pages'"),
        ("[limits]\nseconds = 'long'\n", "the setting limits.seconds"),
        ("[limits]\nseconds = 0\n", "limit seconds must be above zero"),
        ("[limits]\ntext_bytes = inf\n", "the limits"),
        ("cache = \n", "config.toml: not TOML"),
        ("pause = -1\n", "the setting pause"),
        ("pause = 31\n", "the setting pause"),
        ("pause = nan\n", "the setting pause"),
    ],
)
def test_a_wrong_line_of_the_file_is_named(home: Path, text: str, said: str) -> None:
    configure(home, text)
    with pytest.raises(UsageError, match=said):
        load_settings()


def test_a_file_in_another_encoding_is_an_error_that_names_it(home: Path) -> None:
    file = configure(home, "")
    file.write_bytes("cache = '/кэш'".encode("cp1251"))
    with pytest.raises(UsageError, match=r"config\.toml: cannot be read"):
        load_settings()


def test_a_misspelt_variable_is_not_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DETENTE_OVERLY", "/x")
    with pytest.raises(UsageError, match="DETENTE_OVERLY is no setting"):
        load_settings()


def test_a_named_file_that_does_not_exist_is_not_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DETENTE_CONFIG", "/nowhere/config.toml")
    with pytest.raises(UsageError, match="names /nowhere"):
        load_settings()


def test_who_sets_nothing_does_not_wait_for_pydantic_settings() -> None:
    code = "import sys, detente.settings as s; s.load_settings(); print('pydantic_settings' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert ran.stdout.strip() == "False"


def test_colour_is_for_terminals_and_for_those_who_force_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert wants_colour(terminal=True)
    assert not wants_colour(terminal=False)
    monkeypatch.setenv("TERM", "dumb")
    assert not wants_colour(terminal=True)
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert wants_colour(terminal=False)
    monkeypatch.setenv("NO_COLOR", "1")
    assert not wants_colour(terminal=True)


def test_a_model_is_set_by_file_and_variables_and_its_key_by_neither(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert load_settings().llm == {}
    with pytest.raises(UsageError, match=r"llm\.endpoint.*DETENTE_LLM__ENDPOINT.*--extractor rules"):
        model_options(load_settings())
    configure(home, "[llm]\nendpoint = 'http://localhost:8080'\nmodel = 'tiny'\nmax_calls = 5\nwhen = 'found'\n")
    monkeypatch.setenv("DETENTE_LLM__MAX_CALLS", "7")
    monkeypatch.setenv("DETENTE_LLM_KEY", "abc")
    settings = load_settings()
    options = model_options(settings)
    assert (options.endpoint, options.model) == ("http://localhost:8080/v1/chat/completions", "tiny")
    assert (options.max_calls, options.max_tokens, settings.llm["when"]) == (7, None, "found")
    assert options.key == "abc"
    assert "abc" not in f"{options!r}{settings!r}"


@pytest.mark.parametrize("text", ["[llm]\nkey = 'abc'\n", "[llm]\nwhen = 'never'\n", "[llm]\nretries = 'many'\n"])
def test_what_a_model_cannot_be_told_is_said_without_the_value(home: Path, text: str) -> None:
    configure(home, text)
    with pytest.raises(UsageError, match=r"the setting llm\.\w+ of .*config.toml") as caught:
        load_settings()
    assert not any(word in str(caught.value) for word in ("abc", "never", "many"))
