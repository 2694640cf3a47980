"""The settings: each with its environment variable, default and help. The README's table is made from them."""

import os
import re
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError, ValidationInfo
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict

_PREFIX = "ARTICLE_FACTS_"
_ORIGIN = re.compile(r"https?://[A-Za-z0-9.-]+(:[0-9]+)?")
_DOMAIN = r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?"
_TAGGING = re.compile(rf"([A-Za-z0-9._-]+@)?{_DOMAIN}(,[0-9]{{4}}(-[0-9]{{2}}){{0,2}})?")  # RFC 4151
_SECRET = ("database_url",)  # may hold a password
_RENAMED = {"EDGE_BYTES": "CACHE_BYTES", "EDGE_THREADS": "CACHE_THREADS"}


def _folder(path: object) -> object:
    if path == "":
        raise ValueError("should be a folder, or unset")
    if os.path.isfile(str(path)):
        raise ValueError("should be a folder, and is a file")
    return path


def _postgres(url: SecretStr | None) -> SecretStr | None:
    if url is not None and not _is_address(url.get_secret_value()):
        raise ValueError(
            "should be postgresql+psycopg://user:password@host:port/database, or unset for SQLite; within a name or"
            " password @ : / ? # % are written %40 %3A %2F %3F %23 %25"
        )
    return url


def _is_address(url: str) -> bool:
    """Whether libpq can read it, and no part of a password was taken for a host or port."""
    scheme, _, rest = url.partition("://")
    if scheme not in ("postgresql", "postgresql+psycopg") or not rest:
        return False
    from psycopg import ProgrammingError  # only where a database is used
    from psycopg.conninfo import conninfo_to_dict

    try:
        parts = conninfo_to_dict(f"postgresql://{rest}")
    except ProgrammingError:
        return False
    ports = filter(None, str(parts.get("port", "")).split(","))
    return "@" not in str(parts.get("host", "")) and all(port.isdecimal() and 0 < int(port) < 2**16 for port in ports)


def _spread(shards: int | None, others: ValidationInfo) -> int | None:
    if shards is not None and others.data.get("database_url", ...) is None:
        raise ValueError("is for a database with Citus: set ARTICLE_FACTS_DATABASE_URL too, or unset it for SQLite")
    return shards


def _origin(url: str | None) -> str | None:
    if url is not None and not _ORIGIN.fullmatch(url):
        raise ValueError("should be https://host or https://host:port, without a path, or unset")
    return url


def _tagging(authority: str) -> str:
    if not _TAGGING.fullmatch(authority) or not _is_date(authority.partition(",")[2] or "2026"):
        raise ValueError("should be a domain or mail address, and a date on which it is yours: facts.example,2026")
    return authority if "," in authority else f"{authority},2026"


def _is_date(day: str) -> bool:
    """Whether there is such a day, month or year."""
    try:
        return bool(date.fromisoformat(f"{day}-01-01"[:10]))
    except ValueError:
        return False


class Settings(BaseSettings):
    """Read from `ARTICLE_FACTS_*` in the environment."""

    model_config = SettingsConfigDict(env_prefix=_PREFIX, frozen=True, extra="ignore")

    seeds: Annotated[Path | None, BeforeValidator(lambda path: path or None)] = Field(
        Path("seeds"), description="Seed folder or NDJSON file to load at start and HUP; empty: none."
    )
    folder: Annotated[Path, BeforeValidator(_folder)] = Field(
        Path("var"), description="Where snapshots and the server's own files are kept."
    )
    database_url: Annotated[SecretStr | None, AfterValidator(_postgres)] = Field(
        None, description="PostgreSQL instead of SQLite: `postgresql+psycopg://user@host1,host2/name`."
    )
    shards: Annotated[int | None, AfterValidator(_spread)] = Field(
        None, ge=1, le=1024, description="Shards of an article's tables on Citus; unset: one for each worker."
    )
    kept_versions: int = Field(50, ge=1, le=10_000, description="Earlier versions whose changes `/v1/changes` has.")
    query_seconds: float = Field(
        1.0, gt=0, le=60, allow_inf_nan=False, description="Deadline of a query; past it the answer is 503."
    )
    load_seconds: int = Field(1800, gt=0, description="Time limit of a load; past it the old data keeps serving.")
    max_age: int = Field(5, ge=0, le=86_400, description="Seconds for which caches may reuse an answer unchecked.")
    cache_bytes: int = Field(
        64 * 2**20, ge=0, description="Memory per worker for cached answers; 0 turns the cache off."
    )
    cache_threads: int = Field(4, ge=1, le=256, description="Threads per worker for answers that are not cached.")
    streams: int = Field(256, ge=1, le=10_000, description="Streams open at one time, per worker; past it 503.")
    least_pace: int = Field(4096, ge=0, description="Bytes per second that a client must read, or it is cut off.")
    file_bytes: int = Field(2**30, ge=0, description="Disk for whole collections kept as files; 0: none are kept.")
    public_url: Annotated[str | None, AfterValidator(_origin)] = Field(
        None, description="The site's address from outside, `https://facts.example`, for `/sitemap.xml`."
    )
    tag_authority: Annotated[str, AfterValidator(_tagging)] = Field(
        "article-facts.example,2026",
        description="Begins the ids of feed entries (RFC 4151): a domain of yours, and a date on which it was.",
    )
    metrics: bool = Field(False, description="Serve Prometheus metrics at `/metrics`.")
    access_log: bool = Field(True, description="Write one JSON line per request to standard output.")

    @classmethod
    def read(cls) -> "Settings":
        """The settings of this environment; SystemExit with a sentence for each fault."""
        if unknown := _unknown():
            raise SystemExit("\n".join(unknown))
        try:
            return cls()
        except ValidationError as error:
            raise SystemExit("\n".join(map(_sentence, error.errors(include_url=False)))) from None


def _unknown() -> list[str]:
    known = [f"{_PREFIX}{name.upper()}" for name in Settings.model_fields]
    faults = []
    for name in sorted(os.environ):
        if name.upper().startswith(_PREFIX) and name.upper() not in known:
            new = _RENAMED.get(name.upper().removeprefix(_PREFIX))
            nearest = get_close_matches(name.upper(), known, n=1, cutoff=0)[0]
            unknown = f"{name} is not a setting; did you mean {nearest}? The settings are {', '.join(known)}."
            faults.append(f"{name} is now called {_PREFIX}{new}." if new else unknown)
    return faults


# What a value should be, by pydantic's type of error, with the default and the bound.
_SHOULD = {
    "bool_parsing": "should be 1 or 0, true or false",
    "int_parsing": "should be a whole number, such as {default}",
    "float_parsing": "should be a number, such as {default}",
    "finite_number": "should be a number, such as {default}",
    "greater_than_equal": "should be {ge:.15g} or more",
    "greater_than": "should be more than {gt:.15g}",
    "less_than_equal": "should be at most {le:.15g}",
}


def _sentence(fault: ErrorDetails) -> str:
    name = str(fault["loc"][0])
    given = "" if name in _SECRET else f" (got {fault['input']!r})"
    known = {"default": Settings.model_fields[name].default or 2, **fault.get("ctx", {})}
    should = _SHOULD.get(fault["type"], "").format_map(known)
    return f"{_PREFIX}{name.upper()}: {should or fault['msg'].removeprefix('Value error, ')}{given}."
