"""Settings: the one place that reads the environment and the configuration file.

From weakest to strongest: what stands here, one TOML file, variables such as `DETENTE_CACHE`. The file is
`config.toml` in the user's folder of configuration, or the one that `DETENTE_CONFIG` names. docs/reference/settings.md
explains every key.
"""

import os
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from detente.errors import UsageError
from detente.read import Limits

if TYPE_CHECKING:
    from pydantic_settings import BaseSettings

    from detente.consult import Options

_PREFIX = "DETENTE_"
_CONFIG = "DETENTE_CONFIG"
_NAME = "detente"
_LEDGER = "detente.ledger"  # in the folder where the command is typed
_NESTED = "__"
_KEY = "DETENTE_LLM_KEY"  # or a file of its own; never in the configuration, which is shown around and kept in versions
_MOST_KEY = 10_000  # bytes
_PAUSE = 1.0
# Folder below the home folder, and the variable that names another one (XDG base directories).
_FOLDERS = {
    "config": (".config", "XDG_CONFIG_HOME"),
    "data": (".local/share", "XDG_DATA_HOME"),
    "cache": (".cache", "XDG_CACHE_HOME"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a user may set.

    Attributes:
        overlay: folder with the user's own registry tables, None without any.
        cache: folder for compiled data; None when there is no home for one.
        limits: how much one document may cost.
        ledger: the ledger that commands use when they are not told which.
        coder: whose judgements those of this user are; "" when nobody said.
        llm: what the user says of a language model, checked; empty when nobody said anything. The key is not in it.
        archive: folder for what is fetched; None for one beside the ledger.
        pause: seconds between two requests to one host, at least.
    """

    overlay: Path | None
    cache: Path | None
    limits: Limits
    ledger: Path
    coder: str
    llm: Mapping[str, Any]
    archive: Path | None
    pause: float


def load_settings() -> Settings:
    """The settings that hold for this user.

    Raises:
        UsageError: the file cannot be read or is not TOML, a key is unknown or a value has the wrong form.
    """
    file = _config_file()
    said: Mapping[str, Any] = {}
    # pydantic-settings takes 0.25 s to import, a third of the time in which the first contact has to be printed.
    if file is not None or any(name.startswith(_PREFIX) for name in os.environ):  # noqa: TID251  (this is the place)
        said = _said(file)
    return Settings(
        overlay=said.get("overlay") or _own_registry(),
        cache=said.get("cache") or _folder("cache"),
        limits=_limits(said.get("limits") or {}),
        ledger=said.get("ledger") or Path(_LEDGER),
        coder=said.get("coder") or "",
        llm=said.get("llm") or {},
        archive=said.get("archive"),
        pause=said.get("pause", _PAUSE),
    )


def model_options(settings: Settings, *, instead: str = "use --extractor rules") -> "Options":
    """How to ask the language model that the settings name.

    Args:
        instead: what to do without a model, told to who has none.

    Raises:
        UsageError: no endpoint or model is named, or one of the settings or the key cannot be used.
    """
    from detente.consult import Options  # noqa: PLC0415  (brings the form of questions; only commands that ask need it)

    said = {name: value for name, value in settings.llm.items() if name not in {"key_file", "when"}}
    for name, example in (("endpoint", "http://localhost:8080/v1"), ("model", "the name that the endpoint knows")):
        if not said.get(name):
            raise UsageError(
                f"no {name} of a language model is set, so nobody can be asked; set llm.{name} in config.toml, or "
                f"DETENTE_LLM__{name.upper()} ({example}), or {instead}"
            )
    return Options(**said, key=_key(settings.llm.get("key_file")))


def _key(file: Path | None) -> str:
    """The key for an endpoint: the variable, else what stands in the file; no message holds any of it."""
    named = _variable(_KEY).strip()
    if named or file is None:
        return named
    try:
        if file.stat().st_size > _MOST_KEY:
            raise UsageError(f"llm.key_file is {file}, which is too large to hold a key")
        return file.read_bytes().decode("ascii").strip()
    except OSError as error:
        raise UsageError(f"llm.key_file is {file}, which cannot be read: {error.strerror}") from error
    except UnicodeDecodeError:
        raise UsageError(f"llm.key_file is {file}, which holds no key: a key is ASCII") from None


def wants_colour(*, terminal: bool) -> bool:
    """Whether output may be coloured: on a terminal that is not dumb, unless NO_COLOR or FORCE_COLOR says otherwise."""
    if _variable("NO_COLOR"):
        return False
    return bool(_variable("FORCE_COLOR")) or (terminal and _variable("TERM") != "dumb")


def _variable(name: str) -> str:
    return os.environ.get(name, "")  # noqa: TID251  (this module is the place that reads it)


def _folder(use: str) -> Path | None:
    """The user's folder of detente for one use; None where nobody is at home, as in some containers."""
    below, variable = _FOLDERS[use]
    named = _variable(variable)
    if named and Path(named).is_absolute():
        return Path(named) / _NAME
    if sys.platform == "win32":
        local = _variable("LOCALAPPDATA")
        return Path(local) / _NAME / use if local else None
    try:
        return Path.home() / below / _NAME
    except RuntimeError:
        return None


def _own_registry() -> Path | None:
    folder = _folder("data")
    return folder / "registry" if folder is not None and (folder / "registry").is_dir() else None


def _config_file() -> Path | None:
    named = _variable(_CONFIG)
    if named:
        if not Path(named).is_file():
            raise UsageError(f"{_CONFIG} names {named}, which is no file; correct it or unset it")
        return Path(named)
    folder = _folder("config")
    return folder / "config.toml" if folder is not None and (folder / "config.toml").is_file() else None


def _said(file: Path | None) -> Mapping[str, Any]:
    """What the file and the environment say, checked; only the keys that one of them has."""
    from pydantic import ValidationError  # noqa: PLC0415  (slow to import, see load_settings)
    from pydantic_settings import SettingsError  # noqa: PLC0415

    model = _model(file)
    _refuse_unknown_variables(frozenset(model.model_fields))
    try:
        return model().model_dump(exclude_none=True)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{file}: not TOML: {error}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{file}: cannot be read: {error}") from error
    except ValidationError as error:
        wrong = error.errors()[0]
        key = ".".join(str(part) for part in wrong["loc"])
        raise UsageError(f"the setting {key} of {file or 'the environment'}: {wrong['msg']}") from error
    except SettingsError as error:
        raise UsageError(f"the environment: {error}") from error


def _model(file: Path | None) -> "type[BaseSettings]":
    from pydantic import BaseModel, ConfigDict, Field  # noqa: PLC0415  (slow to import, see load_settings)
    from pydantic_settings import (  # noqa: PLC0415
        BaseSettings,
        PydanticBaseSettingsSource,
        SettingsConfigDict,
        TomlConfigSettingsSource,
    )

    from detente.read.manners import LONGEST_WAIT  # noqa: PLC0415

    class Llm(BaseModel):
        model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

        endpoint: str | None = None
        model: str | None = None
        key_file: Path | None = None
        seconds: float | None = None
        retries: int | None = None
        max_calls: int | None = None
        max_tokens: int | None = None
        reply_tokens: int | None = None
        reply_contacts: int | None = None
        text_letters: int | None = None
        price_in: float | None = None
        price_out: float | None = None
        when: Literal["uncertain", "found", "all"] | None = None

    class Said(BaseSettings):
        model_config = SettingsConfigDict(env_prefix=_PREFIX, env_nested_delimiter=_NESTED, extra="forbid")

        overlay: Path | None = None
        cache: Path | None = None
        limits: dict[str, float] | None = None
        ledger: Path | None = None
        coder: str | None = None
        llm: Llm | None = None
        archive: Path | None = None
        pause: float | None = Field(default=None, ge=0, le=LONGEST_WAIT, allow_inf_nan=False)

        @classmethod
        def settings_customise_sources(
            cls,
            settings_cls: type[BaseSettings],
            init_settings: PydanticBaseSettingsSource,
            env_settings: PydanticBaseSettingsSource,
            dotenv_settings: PydanticBaseSettingsSource,
            file_secret_settings: PydanticBaseSettingsSource,
        ) -> tuple[PydanticBaseSettingsSource, ...]:
            del init_settings, dotenv_settings, file_secret_settings  # detente reads none of these
            return env_settings, TomlConfigSettingsSource(settings_cls, toml_file=file)

    return Said


def _refuse_unknown_variables(keys: frozenset[str]) -> None:
    # A misspelt variable would be ignored in silence, which nobody notices until the results are wrong.
    for name in sorted(os.environ):  # noqa: TID251  (this module is the place that reads it)
        key = name.removeprefix(_PREFIX).lower().partition(_NESTED)[0]
        if name.startswith(_PREFIX) and name not in {_CONFIG, _KEY} and key not in keys:
            known = ", ".join(_PREFIX + key.upper() for key in sorted(keys))
            raise UsageError(f"{name} is no setting of detente; there are {_CONFIG}, {_KEY}, {known}")


def _limits(values: Mapping[str, float]) -> Limits:
    known = {field.name: field.type for field in fields(Limits)}
    unknown = sorted(set(values) - set(known))
    if unknown:
        raise UsageError(f"there is no limit {unknown[0]!r}; the limits are {', '.join(known)}")
    try:
        typed: dict[str, Any] = {name: value if known[name] is float else int(value) for name, value in values.items()}
        return Limits(**typed)
    except (ValueError, OverflowError) as error:
        raise UsageError(f"the limits: {error}") from error
