"""Reads the settings of this machine from the environment and from `.env`; a bad value stops the start.

Run as a module (`python -m aligns_site.env`) it writes a first `.env` with what had to be made up.
"""

import secrets
from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
ENV_FILE = BASE_DIR / ".env"

env = environ.Env()
env.read_env(str(ENV_FILE)) if ENV_FILE.exists() else None

YES, NO = {"1", "true", "yes", "on"}, {"0", "false", "no", "off"}


def text(name: str, default: str = "") -> str:
    """The setting as text, without blanks at its ends."""
    return env.str(name, default).strip()


def flag(name: str, default: bool = False) -> bool:
    """A yes or a no. Raises ImproperlyConfigured for any other word."""
    value = text(name, "yes" if default else "no").lower()
    if value not in YES | NO:
        raise ImproperlyConfigured(f"{name} must be yes or no, not {value!r}.")
    return value in YES


def number(name: str, default: int) -> int:
    """A whole number. Raises ImproperlyConfigured for anything else."""
    value = text(name, str(default))
    if not value.isdigit():
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.")
    return int(value)


def words(name: str, default: str = "") -> list[str]:
    """A list, written with commas."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def folder(name: str, default: Path) -> Path:
    """A folder by its whole path. Raises ImproperlyConfigured for one that depends on where the start was made."""
    value = Path(text(name, str(default)) or default)
    if not value.is_absolute():
        raise ImproperlyConfigured(f"{name} must be a whole path, beginning with /, not {str(value)!r}.")
    return value.resolve()


def address(name: str) -> str:
    """The address of a site, such as https://aligns.example, or nothing. Raises ImproperlyConfigured for the rest."""
    value = text(name).rstrip("/")
    if value and not _is_site(value):
        raise ImproperlyConfigured(f"{name} must be an address such as https://aligns.example, not {value!r}.")
    return value and f"{value}/"


def _is_site(value: str) -> bool:
    """Whether it names a host, perhaps with a port, and nothing else."""
    try:
        parts = urlsplit(value)
        host_and_port = parts.hostname, parts.port
    except ValueError:
        return False
    is_plain = value == f"{parts.scheme}://{parts.netloc}" and not set('@ <>"') & set(value)
    return bool(parts.scheme in ("http", "https") and host_and_port[0] and is_plain)


def secret(name: str) -> str:
    """A secret of at least 32 characters. Raises ImproperlyConfigured where it is missing or short."""
    value = text(name)
    if len(value) < 32:
        raise ImproperlyConfigured(
            f"{name} is missing or shorter than 32 characters. `make .env` writes a file that has one."
        )
    return value


def write_first_env(path: Path = ENV_FILE) -> bool:
    """Write `.env` with made-up secrets, readable by its owner alone. Returns False where one is there already."""
    if path.exists():
        return False
    path.touch(mode=0o600)
    path.write_text(
        "# Made on the first run. Not for the repository. The environment's own values win over these.\n"
        f"SECRET_KEY={secrets.token_urlsafe(48)}\n"
        f"DEMO_PASSWORD={secrets.token_urlsafe(9)}\n",
        encoding="utf-8",
    )
    return True


if __name__ == "__main__":
    print("Wrote .env" if write_first_env() else ".env is there already")
