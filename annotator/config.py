"""Settings: the environment only, read once into one frozen dataclass."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

from annotator.errors import Refused
from annotator.secret_key import found_key

_HOUR = 3600
_WHOLE = re.compile("[0-9]{1,9}")


def _setting(variable: str, meaning: str, *, secret: bool = False) -> dict[str, object]:
    return {"variable": variable, "meaning": meaning, "secret": secret}


@dataclass(frozen=True, slots=True)
class Config:
    """Every setting, with the variable it comes from and what it means in its metadata."""

    instance: Path = field(
        metadata=_setting("ANNOTATOR_INSTANCE", "Folder for the SQLite file and the secret key.")
    )
    database_url: str = field(
        metadata=_setting("ANNOTATOR_DATABASE_URL", "SQLAlchemy URL: sqlite:/// or postgresql://.")
    )
    secret_key: str = field(
        metadata=_setting(
            "ANNOTATOR_SECRET_KEY",
            "Signs cookies; made in the instance folder at first start when unset.",
            secret=True,
        )
    )
    trusted_hosts: tuple[str, ...] = field(
        default=(),
        metadata=_setting("ANNOTATOR_TRUSTED_HOSTS", "Host names answered to, with commas."),
    )
    proxies: int = field(
        default=0,
        metadata=_setting("ANNOTATOR_PROXIES", "Number of trusted proxies in front (0: none)."),
    )
    max_upload_bytes: int = field(
        default=8 * 1024 * 1024,
        metadata=_setting("ANNOTATOR_MAX_UPLOAD_BYTES", "Largest request body, in bytes."),
    )
    idle_hours: int = field(
        default=12,
        metadata=_setting("ANNOTATOR_IDLE_HOURS", "Hours without a request that end a session."),
    )
    session_days: int = field(
        default=30,
        metadata=_setting(
            "ANNOTATOR_SESSION_DAYS", "Days after signing in that end a session in daily use."
        ),
    )
    confirm_minutes: int = field(
        default=10,
        metadata=_setting(
            "ANNOTATOR_CONFIRM_MINUTES",
            "Minutes after the password was typed in which dangerous acts do not ask for it again.",
        ),
    )
    gate_seconds: float = field(
        default=10.0,
        metadata=_setting("ANNOTATOR_GATE_SECONDS", "Longest wait for the write gate, seconds."),
    )
    translations: Path | None = field(
        default=None,
        metadata=_setting("ANNOTATOR_TRANSLATIONS", "Folder with catalogues of further languages."),
    )
    fetch: bool = field(
        default=False,
        metadata=_setting(
            "ANNOTATOR_FETCH",
            "1: pages are fetched from the public web, for leads and for sources (0: none).",
        ),
    )
    archive: str = field(
        default="wayback",
        metadata=_setting(
            "ANNOTATOR_ARCHIVE",
            "Where pages are fetched, the archive that is asked for a copy of each source's page: "
            "wayback or off.",
        ),
    )
    archive_key: str | None = field(
        default=None,
        metadata=_setting(
            "ANNOTATOR_ARCHIVE_KEY",
            "ACCESS:SECRET of an account at the archive, which then makes more copies.",
            secret=True,
        ),
    )
    smtp: str | None = field(
        default=None,
        metadata=_setting(
            "ANNOTATOR_SMTP",
            "Mail server for invitations and forgotten passwords: smtps://name:password@host, or "
            "smtp:// for STARTTLS (none: no letters are sent).",
            secret=True,
        ),
    )
    mail_from: str | None = field(
        default=None,
        metadata=_setting("ANNOTATOR_MAIL_FROM", "Address that letters are sent from."),
    )
    releases: str = field(
        default="",
        metadata=_setting(
            "ANNOTATOR_RELEASES",
            "Where releases lie: a folder, or a URL that fsspec knows, such as s3://bucket/folder.",
        ),
    )
    sources: Mapping[str, str] = field(default_factory=dict, metadata={"variable": None})

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Config:
        """Read the settings; raises `Refused` with one sentence for a setting that can't be."""
        env = os.environ if environment is None else environment
        instance = Path(env.get("ANNOTATOR_INSTANCE") or "instance").resolve()
        key, key_source = found_key(env.get("ANNOTATOR_SECRET_KEY"), instance)
        sources = {name: "environment" for name in _variables() if env.get(name)}
        sources["ANNOTATOR_SECRET_KEY"] = key_source
        proxies, hosts = _whole(env, "ANNOTATOR_PROXIES", 0), _hosts(env)
        _refuse_any_name(proxies, hosts)
        return cls(
            instance=instance,
            database_url=env.get("ANNOTATOR_DATABASE_URL") or _sqlite_url(instance),
            secret_key=key,
            trusted_hosts=hosts,
            proxies=proxies,
            max_upload_bytes=_whole(env, "ANNOTATOR_MAX_UPLOAD_BYTES", 8 * 1024 * 1024, 1),
            idle_hours=_whole(env, "ANNOTATOR_IDLE_HOURS", 12, 1),
            session_days=_whole(env, "ANNOTATOR_SESSION_DAYS", 30, 1),
            confirm_minutes=_whole(env, "ANNOTATOR_CONFIRM_MINUTES", 10, 1),
            gate_seconds=_seconds(env, "ANNOTATOR_GATE_SECONDS", 10.0),
            translations=_folder(env, "ANNOTATOR_TRANSLATIONS"),
            fetch=_switch(env, "ANNOTATOR_FETCH"),
            archive=_one_of(env, "ANNOTATOR_ARCHIVE", ("wayback", "off")),
            archive_key=_archive_key(env),
            smtp=env.get("ANNOTATOR_SMTP") or None,
            mail_from=env.get("ANNOTATOR_MAIL_FROM") or None,
            releases=env.get("ANNOTATOR_RELEASES") or str(instance / "releases"),
            sources=sources,
        )

    def rows(self) -> list[tuple[str, str, str, str]]:
        """(variable, value, source, meaning) of every setting; secrets are not shown."""
        found = []
        for item in fields(self):
            variable = item.metadata["variable"]
            if variable is None:
                continue
            value = getattr(self, item.name)
            hidden = item.metadata["secret"] and value is not None
            shown = "(hidden)" if hidden else _shown(value)
            source = self.sources.get(variable, "default")
            found.append((variable, shown, source, item.metadata["meaning"]))
        return found


def _hosts(env: Mapping[str, str]) -> tuple[str, ...]:
    said = (host.strip() for host in env.get("ANNOTATOR_TRUSTED_HOSTS", "").split(","))
    return tuple(host for host in said if host)


def _refuse_any_name(proxies: int, hosts: tuple[str, ...]) -> None:
    # Whatever serves the application: a one-time link begins with the name that was asked for.
    if proxies and not hosts:
        raise Refused(
            "ANNOTATOR_PROXIES is set, so ANNOTATOR_TRUSTED_HOSTS must say under which names this "
            "server is asked; any other is refused."
        )


def _folder(env: Mapping[str, str], name: str) -> Path | None:
    if not env.get(name):
        return None
    path = Path(env[name])
    if not path.is_dir():
        raise Refused("%(name)s names %(path)s, which is no folder.", name=name, path=path)
    return path.resolve()


def _switch(env: Mapping[str, str], name: str) -> bool:
    text = env.get(name) or "0"
    if text not in {"0", "1"}:
        raise Refused("%(name)s is %(text)s; it must be 1 or 0.", name=name, text=text[:40])
    return text == "1"


def _one_of(env: Mapping[str, str], name: str, known: tuple[str, ...]) -> str:
    text = env.get(name) or known[0]
    if text not in known:
        raise Refused(
            "%(name)s is %(text)s; it must be one of: %(known)s.",
            name=name,
            text=text[:40],
            known=", ".join(known),
        )
    return text


def _archive_key(env: Mapping[str, str]) -> str | None:
    key = env.get("ANNOTATOR_ARCHIVE_KEY") or None
    if key is not None and not re.fullmatch("[!-9;-~]{1,100}:[!-9;-~]{1,100}", key):
        raise Refused("ANNOTATOR_ARCHIVE_KEY is no ACCESS:SECRET as the archive gives them out.")
    return key


def _variables() -> list[str]:
    return [item.metadata["variable"] for item in fields(Config) if item.metadata["variable"]]


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return ",".join(value)
    if isinstance(value, bool):
        return str(int(value))
    return str(value)


def _sqlite_url(instance: Path) -> str:
    return f"sqlite:///{instance / 'annotator.sqlite3'}"


def _whole(env: Mapping[str, str], name: str, default: int, least: int = 0) -> int:
    text = env.get(name)
    if not text:
        return default
    if not _WHOLE.fullmatch(text) or int(text) < least:
        raise Refused(
            "%(name)s is %(text)s; it must be a whole number from %(least)s to 999999999.",
            name=name,
            text=text[:40],
            least=least,
        )
    return int(text)


def _seconds(env: Mapping[str, str], name: str, default: float) -> float:
    text = env.get(name)
    if not text:
        return default
    try:
        value = float(text)
    except ValueError:
        value = -1
    # Written so that nan, which is neither more nor less than anything, is refused.
    if not 0 <= value <= _HOUR:
        raise Refused(
            "%(name)s is %(text)s; it must be a number from 0 to 3600.", name=name, text=text[:40]
        )
    return value
