"""Settings: the one place that reads the environment and the configuration file.

From weakest to strongest: what stands here, one TOML file, variables such as `DETENTE_CACHE`. The file is
`config.toml` in the user's folder of configuration, or the one that `DETENTE_CONFIG` names. docs/reference/settings.md
lists every key.
"""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.errors import UsageError
from detente.read import Limits

if TYPE_CHECKING:
    from pydantic import ValidationError

_PREFIX = "DETENTE_"
_CONFIG = "DETENTE_CONFIG"
_NAME = "detente"
# Folder below the home folder, and the variable that names another one (XDG base directories).
_FOLDERS = {
    "config": (".config", "XDG_CONFIG_HOME"),
    "data": (".local/share", "XDG_DATA_HOME"),
    "cache": (".cache", "XDG_CACHE_HOME"),
}
Environment = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a user may set.

    Attributes:
        overlay: folder with the user's own registry tables, None without any.
        cache: folder for compiled data; None when there is no home for one.
        limits: how much one document may cost.
    """

    overlay: Path | None
    cache: Path | None
    limits: Limits


def load_settings(environment: Environment | None = None) -> Settings:
    """The settings that hold for this user.

    Args:
        environment: variables, those of this process by default.

    Raises:
        UsageError: the file cannot be read or is not TOML, a key is unknown or a value has the wrong form.
    """
    given = dict(os.environ) if environment is None else environment  # noqa: TID251  (this module is that place)
    file = _config_file(given)
    said: Mapping[str, Any] = {}
    # pydantic-settings takes 0.2 s to import, a quarter of the time that a first contact may take.
    if file is not None or any(name.startswith(_PREFIX) for name in given):
        said = _read(file, given)
    own = _folder("data", given)
    overlay = own / "registry" if own is not None and (own / "registry").is_dir() else None
    return Settings(
        overlay=said.get("overlay") or overlay,
        cache=said.get("cache") or _folder("cache", given),
        limits=Limits(**(said.get("limits") or {})),
    )


def wants_colour(*, terminal: bool, environment: Environment | None = None) -> bool:
    """Whether output may be coloured: on a terminal that is not dumb, unless NO_COLOR or FORCE_COLOR says otherwise."""
    given = os.environ if environment is None else environment  # noqa: TID251  (this module is that place)
    if given.get("NO_COLOR"):
        return False
    return bool(given.get("FORCE_COLOR")) or (terminal and given.get("TERM") != "dumb")


def _folder(use: str, given: Environment) -> Path | None:
    """The user's folder of detente for one use; None where nobody is at home, as in some containers."""
    below, variable = _FOLDERS[use]
    named = given.get(variable, "")
    if named and Path(named).is_absolute():
        return Path(named) / _NAME
    if sys.platform == "win32":
        return Path(given["LOCALAPPDATA"]) / _NAME / use if given.get("LOCALAPPDATA") else None
    try:
        home = Path(given["HOME"]) if given.get("HOME") else Path.home()
    except RuntimeError:
        return None
    return home / below / _NAME


def _config_file(given: Environment) -> Path | None:
    named = given.get(_CONFIG)
    if named:
        if not Path(named).is_file():
            raise UsageError(f"{_CONFIG} names {named}, which is no file; correct it or unset it")
        return Path(named)
    folder = _folder("config", given)
    usual = folder / "config.toml" if folder is not None else None
    return usual if usual is not None and usual.is_file() else None


def _read(file: Path | None, given: Environment) -> Mapping[str, Any]:
    """What file and environment say, checked; only the keys that they have."""
    import tomllib  # noqa: PLC0415  (with pydantic, only for those who set something)

    from pydantic import ValidationError  # noqa: PLC0415

    try:
        said = _checked(_from_file(file), given)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{file}: not TOML: {error}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{file}: cannot be read: {error}") from error
    except ValidationError as error:
        raise UsageError(_told(error, file)) from error
    return said


def _from_file(file: Path | None) -> dict[str, Any]:
    import tomllib  # noqa: PLC0415  (only for those who have a file)

    return tomllib.loads(file.read_text(encoding="utf-8")) if file is not None else {}


def _checked(values: dict[str, Any], given: Environment) -> Mapping[str, Any]:
    from pydantic import BaseModel, PositiveFloat, PositiveInt, create_model  # noqa: PLC0415
    from pydantic_settings import BaseSettings, EnvSettingsSource, SettingsConfigDict  # noqa: PLC0415

    number = {int: PositiveInt, float: PositiveFloat}
    parts: dict[str, Any] = {field.name: (number[_type_of(field.type)] | None, None) for field in fields(Limits)}
    limits: type[BaseModel] = create_model("limits", __config__={"extra": "forbid"}, **parts)

    class Said(BaseSettings):
        model_config = SettingsConfigDict(env_prefix=_PREFIX, env_nested_delimiter="__", extra="forbid")
        overlay: Path | None = None
        cache: Path | None = None
        limits: limits | None = None  # type: ignore[valid-type]

    _refuse_unknown(given, [*Said.model_fields, *(f"limits__{name}" for name in parts)])
    # The environment is handed over, not read again, so that a caller may bring another one.
    from_environment = EnvSettingsSource(Said)
    from_environment.env_vars = {name.lower(): value for name, value in given.items()}
    said = Said.model_validate(_joined(values, from_environment()))
    return said.model_dump(exclude_none=True)
