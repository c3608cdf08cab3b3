"""A brief as a tagged PDF, printed by the machine's own Chromium."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from claimbook.errors import ClaimbookError, one_line
from claimbook.files import PathName, part_of, replace_file

ENVIRONMENT = "CLAIMBOOK_CHROMIUM"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_MAC = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
_LONGEST_PLACE = 32  # characters of the folder for temporary files; with longer ones Chromium does not start
SECONDS = 120  # a brief takes one or two; a machine under load more

# Without these a fresh Chromium looks for updates and extensions; the last one leaves it no host to find.
OFFLINE = (
    "--disable-background-networking", "--disable-component-update", "--disable-default-apps",
    "--disable-extensions", "--disable-quic", "--disable-sync",
    "--no-default-browser-check", "--no-first-run", "--no-pings",
    "--host-resolver-rules=MAP * ~NOTFOUND",
)  # fmt: skip
_PRINT = (
    "--headless", "--disable-gpu", "--export-tagged-pdf", "--generate-pdf-document-outline",
    "--no-pdf-header-footer",
    "--print-to-pdf-no-header",  # as older versions call it
)  # fmt: skip
# Chromium writes when it printed, which equal briefs must not differ in.
_DATE = re.compile(rb"\((D:\d{14}[^)]*)\)")
_NO_DATE = b"D:19800101000000"
_ELEMENT = re.compile(rb"\(node(\d{8})\)")


class NoBrowser(ClaimbookError):
    """There is no Chromium on this machine; the message says what was looked for."""


class PdfFault(ClaimbookError):
    """The browser is there and made no PDF that is fit for a reader."""


def write_pdf(html: PathName, pdf: PathName, seconds: float = SECONDS) -> Path:
    """Print an HTML file as a tagged PDF with bookmarks and return its path.

    html     the file, as `export` writes it; nothing is loaded over the network
    pdf      where it goes; replaced in one step, not touched where printing fails
    seconds  how long the browser may take; then it is ended, with all its processes

    Equal files give equal bytes with one version of Chromium and one set of
    fonts. Raises NoBrowser where no Chromium is found, PdfFault where it
    fails, hangs or makes a PDF without tags; OSError where a file cannot be
    read or written.
    """
    source, out = Path(html), Path(pdf)
    with source.open("rb"):
        pass  # Chromium prints a page about a file that it cannot read
    if out.exists() and out.samefile(source):
        raise PdfFault(f"{out}: found the brief itself, expected another file for its PDF")
    if not out.parent.is_dir():
        raise PdfFault(f"{out}: found no folder {out.parent}, expected one for the PDF")
    browser = chromium()
    part = part_of(out)
    part.touch()  # no browser is asked where the folder cannot be written
    try:
        said = _print(browser, source.resolve(), part.resolve(), seconds)
        made = part.read_bytes() if part.exists() else b""
    finally:
        part.unlink(missing_ok=True)
    _check(made, browser, said)
    return replace_file(out, _pinned(made))


def chromium() -> str:
    """The browser's command: that of CLAIMBOOK_CHROMIUM, else the first of its names on PATH. Raises
    NoBrowser."""
    named = os.environ.get(ENVIRONMENT, "")
    if named:
        found = shutil.which(named)
        if not found:
            wanted = "expected the path of a Chromium that can be run; no PDF"
            raise NoBrowser(f"{ENVIRONMENT}: found {one_line(named)}, {wanted}")
        return found
    places = (*NAMES, *(_MAC if sys.platform == "darwin" else ()))
    found = next(filter(None, map(shutil.which, places)), None)
    if found is None:
        wanted = f"expected Chromium on PATH ({', '.join(NAMES)}) or its path in {ENVIRONMENT}"
        raise NoBrowser(f"PDF: found no browser, {wanted}")
    return found


def _print(browser: str, source: Path, part: Path, seconds: float) -> str:
    """Have the browser print into `part`; its last words. Its profile and whatever else it leaves go with a
    folder."""
    folder = _short_folder()
    try:
        options = [*_PRINT, *OFFLINE, f"--user-data-dir={folder / 'profile'}", f"--print-to-pdf={part}"]
        options += ["--no-sandbox"] if os.geteuid() == 0 else []  # as root it starts no other way
        command = [browser, *options, source.as_uri()]
        with (folder / "said").open("w+b") as said:
            status = _run(command, _surroundings(folder), said, seconds)
            said.seek(0)
            words = _last(said.read().decode(errors="replace"))
        if status is None:
            found = f"{source.name}: found {browser} still at it after {seconds:g} seconds"
            raise PdfFault(f"{found}, expected a PDF; it was ended")
        if status != 0:
            found = f"{source.name}: found {browser} ending with status {status}{words}"
            raise PdfFault(f"{found}, expected a PDF")
        return words
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _short_folder() -> Path:
    """A private folder. A socket will lie in it, whose path may hold some hundred characters only."""
    place = tempfile.gettempdir()
    return Path(tempfile.mkdtemp(prefix="cb-", dir=place if len(place) <= _LONGEST_PLACE else "/tmp"))


def _surroundings(folder: Path) -> dict[str, str]:
    """The environment of the browser: its crumbs go into the folder, and no user's setting reaches the
    page."""
    own = {"TMPDIR": folder, "XDG_CONFIG_HOME": folder / "config", "XDG_CACHE_HOME": folder / "cache"}
    fixed = {"TZ": "UTC", "LC_ALL": "C.UTF-8"}  # the language of a user may choose other fonts
    return {**os.environ, **{name: str(path) for name, path in own.items()}, **fixed}


def _run(command: list[str], environment: dict[str, str], said, seconds: float) -> int | None:
    """The status of a command, or None where it had to be ended; none of its processes outlives this call."""
    try:
        nothing = subprocess.DEVNULL
        process = subprocess.Popen(
            command, env=environment, stdin=nothing, stdout=nothing, stderr=said, start_new_session=True
        )
    except OSError as fault:
        raise PdfFault(
            f"{command[0]}: found a browser that does not start ({fault.strerror}), expected Chromium"
        ) from None
    try:
        return process.wait(seconds)
    except subprocess.TimeoutExpired:
        return None
    finally:
        try:
            os.killpg(process.pid, signal.SIGKILL)  # its helpers too
        except (ProcessLookupError, PermissionError):
            pass
        process.wait()


def _last(words: str) -> str:
    """The last line that the browser wrote, as a part of a message."""
    lines = [line for line in words.splitlines() if line.strip()]
    return f" ({one_line(lines[-1].strip(), 200)})" if lines else ""


def _check(made: bytes, browser: str, said: str) -> None:
    """Raise PdfFault where the bytes are no whole and tagged PDF."""
    if not made.startswith(b"%PDF-") or b"%%EOF" not in made[-1024:]:
        found = "a part of a PDF" if made.startswith(b"%PDF-") else "no PDF" if made else "nothing"
        raise PdfFault(f"{browser}: found {found} where it printed{said}, expected a whole PDF")
    if b"/StructTreeRoot" not in made or b"/MarkInfo" not in made:
        raise PdfFault(f"{browser}: found a PDF without tags, expected a Chromium that writes tagged ones")


def _pinned(made: bytes) -> bytes:
    """The PDF with one date for all and its elements numbered from one; no byte moves, so its table of places
    holds."""
    head, info, rest = made.partition(b"/CreationDate")
    before, ends, after = rest.partition(b"endobj")
    before = _DATE.sub(lambda date: b"(" + _NO_DATE + date[1][len(_NO_DATE) :] + b")", before)
    dated = head + info + before + ends + after
    # Chromium begins to count them anywhere; in the same order, as a list of them is sorted
    numbers = {id: b"%08d" % n for n, id in enumerate(sorted(set(_ELEMENT.findall(dated))), 1)}
    return _ELEMENT.sub(lambda id: b"(node" + numbers[id[1]] + b")", dated)
