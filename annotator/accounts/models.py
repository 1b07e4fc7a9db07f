"""People and how they are signed in."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, false, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from annotator.db import Base, UTCTime, enum_by_value, long_text


class Theme(StrEnum):
    """What a person wants the pages to look like."""

    AUTO = "auto"
    LIGHT = "light"
    DARK = "dark"


class User(Base):
    """A person. Without an e-mail address (an imported author) nobody can sign in as them."""

    __tablename__ = "user"
    __table_args__ = (
        UniqueConstraint("email_key"),
        CheckConstraint("name <> ''", name="name_given"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    email: Mapped[str | None]
    email_key: Mapped[str | None]
    password_hash: Mapped[str | None]
    is_admin: Mapped[bool] = mapped_column(default=False, server_default=false())
    is_active: Mapped[bool] = mapped_column(default=True, server_default=true())
    theme: Mapped[Theme] = mapped_column(enum_by_value(Theme, "theme"), default=Theme.AUTO)
    created_at: Mapped[datetime] = mapped_column(UTCTime())
    #: The tag of a language (`ar`, `pt-BR`); none leaves it to the browser.
    language: Mapped[str | None]
    #: Whether marks are announced to a screen reader while the article is read.
    announces: Mapped[bool] = mapped_column(default=False, server_default=false())
    #: The keys that the person chose instead of the usual ones, as JSON.
    keys: Mapped[long_text | None]
    #: The tags of the languages that the person reads, with a space between; none is all.
    reads: Mapped[str | None]

    #: Since when the account is closed, and why; both null while it is active.
    deactivated_at: Mapped[datetime | None] = mapped_column(UTCTime())
    deactivated_reason: Mapped[str | None]

    sessions: Mapped[list[UserSession]] = relationship(back_populates="user")


class UserSession(Base):
    """One signed-in browser: the cookie holds a secret, the row its SHA-256."""

    __tablename__ = "session"
    __table_args__ = (UniqueConstraint("token_sha256"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    token_sha256: Mapped[str]
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="RESTRICT"), index=True)
    created_at: Mapped[datetime] = mapped_column(UTCTime())
    seen_at: Mapped[datetime] = mapped_column(UTCTime())
    ended_at: Mapped[datetime | None] = mapped_column(UTCTime())
    address: Mapped[str | None]
    agent: Mapped[str | None]

    user: Mapped[User] = relationship(back_populates="sessions")


class OneTimeLink(Base):
    """A link that lets its holder set a password, once and before it expires."""

    __tablename__ = "one_time_link"
    __table_args__ = (UniqueConstraint("token_sha256"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    token_sha256: Mapped[str]
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="RESTRICT"), index=True)
    created_at: Mapped[datetime] = mapped_column(UTCTime())
    expires_at: Mapped[datetime] = mapped_column(UTCTime())
    used_at: Mapped[datetime | None] = mapped_column(UTCTime())


class SignInAttempt(Base):
    """A failed sign-in, kept for a quarter of an hour to slow guessing on every worker."""

    __tablename__ = "sign_in_attempt"
    __table_args__ = (Index("ix_sign_in_attempt_key_at", "key", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str]
    at: Mapped[datetime] = mapped_column(UTCTime())
