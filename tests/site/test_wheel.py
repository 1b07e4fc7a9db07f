"""What is published is whole: wheel and sdist hold every file, and an installed copy works."""

import os
import re
import shutil
import socket
import subprocess
import sys
import sysconfig
import tarfile
import time
import urllib.request
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError

import pytest

from tests.ports import free_port

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("templates", "static", "migrations")
START_SECONDS = 60

# One group, so that one worker builds once for all of them.
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("wheel")]


def files_below(folder: Path) -> set[str]:
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist, and with the wheel that was built from the sdist."""
    folder = tmp_path_factory.mktemp("dist")
    # Not an isolated build, because that would need a network.
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return folder


@pytest.fixture(scope="module")
def wheel(built: Path) -> Path:
    (path,) = built.glob("*.whl")
    return path


def test_the_wheel_holds_the_package_and_its_folders_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    expected = {f"annotator/{name}" for name in files_below(ROOT / "annotator")}
    for folder in FOLDERS:
        expected |= {f"annotator/{folder}/{name}" for name in files_below(ROOT / folder)}

    assert names == expected
    assert "app.py" not in names


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_folder_is_empty_in_the_wheel(wheel: Path, folder: str) -> None:
    with zipfile.ZipFile(wheel) as archive:
        assert any(name.startswith(f"annotator/{folder}/") for name in archive.namelist())


def test_the_wheel_carries_the_licences_of_what_it_vendors(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = {Path(name).name for name in archive.namelist() if "/licenses/" in name}

    assert {"LICENSE", "idb.txt", "lucide-static.txt"} <= names


def test_the_sdist_holds_every_file_of_the_repository(built: Path) -> None:
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("The list of the repository's files needs git and a clone.")
    listed = subprocess.run(
        ["git", "-C", str(ROOT), "ls-files", "-z"], capture_output=True, text=True, check=True
    ).stdout
    tracked = {name for name in listed.split("\0") if name and (ROOT / name).is_file()}
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}

    assert tracked - names == set()


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of a fresh environment with the wheel in it."""
    folder = tmp_path_factory.mktemp("installed") / "venv"
    venv.create(folder, symlinks=os.name != "nt")
    scripts = folder / ("Scripts" if os.name == "nt" else "bin")
    # The dependencies are borrowed from here. What a .pth file in the borrowed folder says is
    # not followed, so the editable copy of Annotator stays out of sight.
    borrowed = sysconfig.get_path("purelib")
    site = sysconfig.get_path("purelib", vars={"base": str(folder)})
    (Path(site) / "borrowed.pth").write_text(borrowed + "\n", encoding="utf-8")
    subprocess.run(
        [sys.executable, "-m", "pip", "--python", str(scripts / "python")]
        + ["install", "--quiet", "--no-deps", "--no-index", str(wheel)],
        check=True,
    )
    return scripts


def elsewhere(instance: Path) -> dict[str, str]:
    """An environment in which nothing points back at the checkout."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("ANNOTATOR_", "PYTHON"))}
    return {**kept, "ANNOTATOR_INSTANCE": str(instance)}


def test_an_installed_copy_finds_its_own_folders(installed: Path, tmp_path: Path) -> None:
    program = "from annotator.paths import resource_folder as f; print(f('templates'))"
    ran = subprocess.run(
        [installed / "python", "-c", program],
        cwd="/",
        env=elsewhere(tmp_path),
        capture_output=True,
        text=True,
        check=True,
    )

    assert Path(ran.stdout.strip()).is_relative_to(installed.parent.resolve())


@pytest.fixture
def address(installed: Path, tmp_path: Path) -> Iterator[str]:
    """An installed copy, set up by `init` and served from the root folder."""
    settings = {"cwd": "/", "env": elsewhere(tmp_path / "instance"), "text": True}
    init = [installed / "annotator", "init"]
    ran = subprocess.run(init, capture_output=True, check=False, **settings)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    port = free_port()
    log = (tmp_path / "log").open("w+", encoding="utf-8")
    command = [installed / "annotator", "serve", "--port", str(port)]
    with log, subprocess.Popen(command, stdout=log, stderr=log, **settings) as server:
        try:
            wait_until_open(port, server, tmp_path / "log")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def wait_until_open(port: int, server: subprocess.Popen[str], log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while server.poll() is None and time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("The installed copy did not start:\n" + log.read_text(encoding="utf-8"))


def fetch(url: str) -> str:
    try:
        with urllib.request.urlopen(url, timeout=60) as answer:  # noqa: S310
            return answer.read().decode()
    except URLError as error:
        pytest.fail(f"{url}: {error}")


def test_an_installed_copy_serves_pages_and_static_files(address: str) -> None:
    page = fetch(f"{address}/sign-in")
    styles = re.search(r'href="(/static/[^"]+\.css)"', page)

    assert "<h1" in page
    assert styles is not None
    assert "@layer" in fetch(address + styles.group(1))
