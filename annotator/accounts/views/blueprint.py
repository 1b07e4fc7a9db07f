"""The blueprint that the pages of accounts hang on, and what a session's row tells of a browser."""

from flask import Blueprint, request

bp = Blueprint("accounts", __name__)


def browser() -> dict[str, str | None]:
    """Where this request comes from and by what, as `open_session` takes them."""
    return {"address": request.remote_addr, "agent": request.headers.get("User-Agent")}
