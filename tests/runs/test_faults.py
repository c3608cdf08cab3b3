"""Faults that a run must survive. After each: no partial brief, the last good one in place, no stray process
or
file, a clear line. The long ones are marked `soak`: `make soak`."""

import json
import random
import shutil
import signal
import subprocess
import sys
import time

import psutil
import pytest
from at_work import PARAMETERS, ROOT, SAYS, claimbook, here, hidden, notebook, published, reports_toml, strays
from claimbook.shelf.manifest import whole

MOMENTS = 50
SEED = 20241221


def gone(seconds=15):
    """Whether all that a run started is gone, at once or after the second that a kernel takes to see it."""
    until = time.monotonic() + seconds
    while (left := [s for s in strays() if isinstance(s, psutil.Process)]) and time.monotonic() < until:
        time.sleep(0.1)
    return not left


def assert_sound(reports, report="a"):
    """What a reader meets: whole runs only, and a link to one of them."""
    runs = published(reports / report)
    assert runs and all(whole(run) for run in runs), runs
    assert (reports / report / "latest").resolve() in runs and (reports / "latest").resolve() in runs
    assert "</html>" in (reports / "latest" / "index.html").read_text(encoding="utf-8")


def assert_clean(reports):
    assert gone() and not strays() and not hidden(reports)


def report_of_one(folder, limit=120):
    one = notebook(folder / "one.ipynb", PARAMETERS, SAYS)
    spec = reports_toml(folder, f"[reports.a]\nnotebooks = ['{one}']\ntime_limit = {limit}")
    return one, ("run", "a", "--spec", spec, "--out", folder / "r", "--run-date"), folder / "r"


@pytest.fixture(scope="module")
def run_once(tmp_path_factory):
    folder = tmp_path_factory.mktemp("good")
    _, arguments, reports = report_of_one(folder)
    assert claimbook(*arguments, "2025-01-01").returncode == 0
    return reports


@pytest.fixture
def good(run_once, tmp_path):
    """A report of one notebook that was run well once; what it does next is up to the test."""
    shutil.copytree(run_once, tmp_path / "r", symlinks=True)
    return report_of_one(tmp_path)


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("import time; time.sleep(1000)", "one.ipynb: stopped after its time limit of 5 s"),
        ("while True: pass", "one.ipynb: stopped after its time limit of 5 s"),
        (
            "import signal, time; [signal.signal(s, signal.SIG_IGN) for s in (signal.SIGINT, signal.SIGTERM)]; time.sleep(1000)",
            "one.ipynb: stopped after its time limit of 5 s",
        ),
        ("for n in range(50): print('x' * 1_000_000)\n1 / 0", "one.ipynb: cell 2: ZeroDivisionError"),
        ("import os; os._exit(3)", "one.ipynb: the kernel died"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "one.ipynb: the kernel died"),
        (
            "import subprocess; subprocess.Popen(['sleep', '900']); subprocess.Popen(['sleep', '901'], start_new_session=True); 1 / 0",
            "one.ipynb: cell 2: ZeroDivisionError",
        ),
    ],
    ids=["hangs", "spins", "ignores-signals", "prints-50-MB", "exits", "is-killed", "leaves-children"],
)
def test_a_bad_notebook_fails_alone(good, source, message):
    one, arguments, reports = report_of_one(good[0].parent, limit=5) if "limit" in message else good
    notebook(one, PARAMETERS, source, SAYS)
    done = claimbook(*arguments, "2025-01-02")
    assert done.returncode == 1 and message in done.stderr and "the last good briefs stay" in done.stderr, (
        done.stderr
    )
    assert "Traceback" not in done.stderr
    assert_sound(reports)
    assert [run.name[:10] for run in published(reports / "a")] == ["2025-01-01"]
    assert (reports / "a" / "failed" / "one.ipynb").stat().st_size < 1_000_000
    assert_clean(reports)


def test_what_a_good_notebook_leaves_running_ends_with_it(good):
    one, arguments, reports = good
    notebook(
        one,
        PARAMETERS,
        "import subprocess\nleft = [subprocess.Popen(['sleep', '902'], start_new_session=new) for new in (True, False)]",
        SAYS,
    )
    assert claimbook(*arguments, "2025-01-02").returncode == 0
    assert_sound(reports)
    assert_clean(reports)


def test_50_MB_that_a_good_notebook_prints_reach_no_reader(good):
    one, arguments, reports = good
    notebook(one, PARAMETERS, "for n in range(50): print('x' * 1_000_000)", SAYS)
    assert claimbook(*arguments, "2025-01-02").returncode == 0
    assert_sound(reports)
    assert (reports / "latest" / "one.html").stat().st_size < 100_000
    assert (reports / "latest" / "one.ipynb").stat().st_size < 1_000_000


def test_two_runs_at_once_of_different_reports(tmp_path):
    one = notebook(tmp_path / "one.ipynb", PARAMETERS, "import time; time.sleep(1)", SAYS)
    spec = reports_toml(tmp_path, f"[reports.a]\nnotebooks = ['{one}']\n[reports.b]\nnotebooks = ['{one}']")
    runs = [
        subprocess.Popen(
            [sys.executable, "-m", "claimbook", "run", name, "--spec", spec, "--out", tmp_path / "r"],
            cwd=ROOT,
            stderr=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
        for name in ("a", "b", "a", "b")
    ]
    assert [run.wait(120) for run in runs] == [0, 0, 0, 0]
    assert_sound(tmp_path / "r")
    assert all(whole(run) for run in published(tmp_path / "r" / "b"))
    assert_clean(tmp_path / "r")


# -- the disk -----------------------------------------------------------------------
IN_A_SMALL_DISK = """
import pathlib, subprocess, sys
place, options, *command = sys.argv[1:]
subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", place], check=True)
first = subprocess.run([*command, "2025-01-01"], capture_output=True, text=True)
assert first.returncode == 0, first.stderr
before = sorted(str(p) for p in pathlib.Path(place).rglob("*"))
if options == "full":
    with open(place + "/filler", "wb", buffering=0) as filler:
        try:
            while True:
                filler.write(bytes(4096))
        except OSError:
            pass
    with open(place + "/filler", "r+b") as filler:
        filler.truncate(filler.seek(0, 2) - 90_000)
else:
    subprocess.run(["mount", "-o", "remount,ro", place], check=True)
done = subprocess.run([*command, "2025-01-02"], capture_output=True, text=True)
after = sorted(str(p) for p in pathlib.Path(place).rglob("*") if p.name != "filler")
assert after == before, (after, before)
assert "</html>" in (pathlib.Path(place) / "latest" / "index.html").read_text()
sys.stderr.write(done.stderr)
sys.exit(done.returncode)
"""


@pytest.mark.parametrize(
    ("state", "status", "message"),
    [
        ("full", 1, 'nothing was published: found "No space left on device"'),
        ("read-only", 2, 'found "Read-only file system", expected'),
    ],
)
def test_a_disk_that_cannot_be_written(state, status, message, tmp_path):
    """In a mount namespace of its own, which ends with the test."""
    if subprocess.run(["unshare", "--map-root-user", "--mount", "true"], capture_output=True).returncode:
        pytest.skip("a small disk cannot be mounted here")
    one = notebook(tmp_path / "one.ipynb", PARAMETERS, SAYS)
    other = notebook(tmp_path / "two.ipynb", PARAMETERS, f"{SAYS}\nprint('x' * 80_000)")
    spec = reports_toml(tmp_path, f"[reports.a]\nnotebooks = ['{one}', '{other}']")
    place = tmp_path / "r"
    place.mkdir()
    command = [
        sys.executable,
        "-m",
        "claimbook",
        "run",
        "--spec",
        spec,
        "--force",
        "--out",
        place,
        "--run-date",
    ]
    done = subprocess.run(
        [
            "unshare",
            "--map-root-user",
            "--mount",
            sys.executable,
            "-c",
            IN_A_SMALL_DISK,
            place,
            state,
            *map(str, command),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == status and message in done.stderr and "Traceback" not in done.stderr, (
        done.stderr
    )
    assert gone() and not strays()


# -- what an earlier run left, spoilt -------------------------------------------------
def spoil_manifest(text):
    return lambda run: (run / "manifest.json").write_text(text, encoding="utf-8")


def spoil_snapshot(text):
    def spoil(run):
        manifest = json.loads((run / "manifest.json").read_text(encoding="utf-8"))
        (run / manifest["briefs"][0]["snapshot"]).write_text(text, encoding="utf-8")
        if text:  # as a run of another version would have left it: its manifest knows the file
            import hashlib

            manifest["files"][manifest["briefs"][0]["snapshot"]] = hashlib.sha256(text.encode()).hexdigest()
            (run / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")

    return spoil


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (spoil_manifest(""), "the last run cannot be read"),
        (spoil_manifest("{}"), "the last run cannot be read"),
        (spoil_manifest('{"schema": 1, "key": "abc"}'), "the last run cannot be read"),
        (spoil_manifest("[" * 100_000), "the last run cannot be read"),
        (lambda run: (run / "manifest.json").write_bytes(b"\xff\xfe\x00"), "the last run cannot be read"),
        (lambda run: (run / "manifest.json").unlink(), "the last run cannot be read"),
        (spoil_snapshot(""), "the last run cannot be read"),
        (spoil_snapshot('{"schema": 0, "tables": {}}'), "snapshot"),
        (spoil_snapshot("no json"), "snapshot"),
        (spoil_snapshot("PK but no zip"), "snapshot"),
    ],
)
def test_a_spoilt_last_run_stops_nothing(good, spoil, told):
    _, arguments, reports = good
    (old,) = published(reports / "a")
    spoil(old)
    done = here(*arguments, "2025-01-02")
    assert done.returncode == 0 and "Traceback" not in done.stderr
    brief = (reports / "latest" / "one.html").read_text(encoding="utf-8")
    assert told in done.stderr + brief
    assert whole((reports / "a" / "latest").resolve()) and old.exists()  # left for a person to look at
    assert "</html>" in brief
    assert_clean(reports)


# -- killed ---------------------------------------------------------------------------
def force(arguments, date):
    return [sys.executable, "-m", "claimbook", *map(str, arguments), date, "--force"]


def killed_at(moments, good):
    """SIGKILL the run at each moment (seconds after its start); the reader's side is looked at after each."""
    _, arguments, reports = good
    for number, moment in enumerate(moments):
        run = subprocess.Popen(
            force(arguments, f"2025-02-{number % 28 + 1:02}"),
            cwd=ROOT,
            stderr=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
        try:
            run.wait(moment)
        except subprocess.TimeoutExpired:
            run.kill()
            run.wait()
        assert_sound(reports)
        assert gone(), (number, moment)
    done = claimbook(*arguments, "2025-03-01")
    assert done.returncode == 0, done.stderr
    assert_sound(reports)
    assert_clean(reports)  # what the killed ones left was swept


def duration(good):
    _, arguments, _ = good
    begun = time.monotonic()
    subprocess.run(force(arguments, "2025-01-31"), cwd=ROOT, check=True, capture_output=True)
    return time.monotonic() - begun


def test_sigkill_of_the_run_at_some_moments(good):
    whole_run = duration(good)
    killed_at([whole_run * share for share in (0.4, 0.6, 0.8, 0.95)], good)


@pytest.mark.soak
def test_sigkill_of_the_run_at_50_random_moments(good):
    whole_run = duration(good)
    chance = random.Random(SEED)
    killed_at([chance.uniform(0.1, 1.1) * whole_run for _ in range(MOMENTS)], good)


def kernel_of(run):
    """The kernel of a run, once it is there."""
    until = time.monotonic() + 60
    while time.monotonic() < until and run.poll() is None:
        try:
            for child in psutil.Process(run.pid).children():
                if "ipykernel_launcher" in " ".join(child.cmdline()):
                    return child
        except psutil.Error:
            pass
        time.sleep(0.02)
    return None


@pytest.mark.soak
def test_sigkill_of_a_kernel_at_20_random_moments(good):
    one, arguments, reports = good
    notebook(one, PARAMETERS, "import time; time.sleep(1)", SAYS)
    chance = random.Random(SEED)
    died = 0
    for number in range(20):
        run = subprocess.Popen(
            force(arguments, f"2025-02-{number + 1:02}"), cwd=ROOT, stderr=subprocess.PIPE, text=True
        )
        kernel = kernel_of(run)
        time.sleep(chance.uniform(0, 1.5))
        if kernel and kernel.is_running():
            kernel.send_signal(signal.SIGKILL)
        _, said = run.communicate(timeout=120)
        assert run.returncode in (0, 1) and "Traceback" not in said, said
        died += run.returncode
        assert run.returncode == 0 or "one.ipynb: the kernel died" in said
        assert_sound(reports)
        assert_clean(reports)
    assert died >= 10  # else it was not the kernel that was hit


@pytest.mark.soak
def test_stopped_at_20_random_moments(good):
    whole_run = duration(good)
    chance = random.Random(SEED)
    _, arguments, reports = good
    stopped = 0
    for number in range(20):
        run = subprocess.Popen(
            force(arguments, f"2025-02-{number + 1:02}"), cwd=ROOT, stderr=subprocess.PIPE, text=True
        )
        time.sleep(chance.uniform(0.3, 1.0) * whole_run)
        run.send_signal(chance.choice([signal.SIGTERM, signal.SIGINT]))
        _, said = run.communicate(timeout=60)
        stopped += run.returncode == 130
        early = (-signal.SIGTERM, -signal.SIGINT)  # before the command has begun, Python itself ends
        assert run.returncode in (0, 130, *early) and ("Traceback" not in said or run.returncode in early), (
            run.returncode,
            said,
        )
        assert_sound(reports)
        assert_clean(reports)
    assert stopped >= 5
