"""The set-up: what is installed, by which commands, and what must not be in the repository."""

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


PYPROJECT = tomllib.loads(read("pyproject.toml"))
DIRECT = [
    *PYPROJECT["project"]["dependencies"],
    *(line for extra in PYPROJECT["project"]["optional-dependencies"].values() for line in extra),
    *PYPROJECT["build-system"]["requires"],
]
# A pin, then its hashes, one a line: nothing else may stand in the lock.
PIN = re.compile(r"([a-z0-9-]+)(?:\[[a-z0-9,-]+\])?==([^ ;]+)(?: ; ([a-z_]+ [^\\/@]+?))? \\")
HASH = re.compile(r"    --hash=sha256:[0-9a-f]{64}( \\)?")


def pins():
    """Name to the versions pinned, from the lock."""
    found = {}
    for line in read("requirements.lock").splitlines():
        if match := PIN.fullmatch(line):
            found.setdefault(match[1], []).append(match[2])
    return found


def numbers(version):
    return tuple(int(part) for part in re.findall(r"\d+", version))


def makefile_variable(name):
    return re.search(rf"^{name} := (.*)$", read("Makefile"), re.M)[1]


def shell_lines(name):
    """The commands of a script, without comments and blank lines."""
    return [line for line in read(name).splitlines() if line.strip() and not line.startswith("#")]


def make(*arguments, **variables):
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("MAKE", "MFLAGS"))}
    return subprocess.run(
        ["make", "--no-print-directory", *arguments],
        cwd=ROOT,
        env=environment | variables,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )


# --- the lock -------------------------------------------------------------------------------


def test_lock_holds_pins_and_hashes_only():
    kinds = []
    for number, line in enumerate(read("requirements.lock").splitlines(), 1):
        pin, digest = PIN.fullmatch(line), HASH.fullmatch(line)
        assert pin or digest, f"requirements.lock, line {number}: {line!r} is neither a pin nor a hash"
        kinds.append("pin" if pin else "hash")
    assert kinds[0] == "pin" and kinds[-1] == "hash"
    assert ("pin", "pin") not in zip(kinds, kinds[1:], strict=False), "a pin without a hash"


@pytest.mark.parametrize("line", DIRECT)
def test_lock_meets_each_direct_dependency(line):
    name, bounds = line.split(">=")
    lowest, _, beyond = bounds.partition(",<")
    versions = pins().get(name)
    assert versions, f"{line} is not in requirements.lock: make lock"
    assert all(numbers(v) >= numbers(lowest) for v in versions), f"{line}, but locked: {versions}"
    assert not beyond or all(numbers(v) < numbers(beyond) for v in versions), (
        f"{line}, but locked: {versions}"
    )


def test_what_is_installed_fits_together():
    """Packages are installed without being resolved again, so that the lock must be whole."""
    done = subprocess.run([sys.executable, "-m", "pip", "check"], capture_output=True, text=True)
    ours = {*pins(), "claimbook"}  # an environment that is active may hold others
    assert [line for line in done.stdout.splitlines() if line.split()[0] in ours] == []


def test_lock_is_made_with_every_extra():
    extras = re.findall(r"--extra ([a-z]+)", read("Makefile"))
    assert sorted(extras) == sorted(PYPROJECT["project"]["optional-dependencies"])


@pytest.mark.parametrize("line", DIRECT)
def test_each_direct_dependency_has_a_reason_and_a_lower_bound(line):
    lines = [text for text in read("pyproject.toml").splitlines() if f'"{line}"' in text]
    assert len(lines) == 1, f"{line}: on {len(lines)} lines of pyproject.toml"
    assert re.search(r"#\s*\w+\W+\w+", lines[0]), f"{line}: no reason in a comment on its line"
    assert re.fullmatch(r"[a-z0-9-]+>=[0-9.]+(,<[0-9]+)?", line), f"{line}: expected name>=version"


def test_lock_starts_at_the_oldest_python_promised():
    assert PYPROJECT["project"]["requires-python"] == ">=3.11"
    assert "--python-version 3.11 " in read("Makefile")
    assert "(3, 11)" in read("Makefile")


# --- conda, Binder, make: the same two commands ---------------------------------------------


def conda_dependencies():
    lines = [line.split("  #")[0].rstrip() for line in shell_lines("environment.yml")]
    return lines[lines.index("dependencies:") + 1 :]


def test_environment_yml_holds_the_lock_and_nothing_else():
    python, *rest = conda_dependencies()
    assert python.startswith("  - python=")
    assert rest == ["  - pip", "  - pip:", "      - -r requirements.lock"]


def test_environment_yml_names_a_python_that_the_project_takes():
    version = conda_dependencies()[0].partition("=")[2]
    assert re.fullmatch(r"3\.\d+", version), "one version, which Binder can read"
    lowest = PYPROJECT["project"]["requires-python"].removeprefix(">=")
    assert numbers(version) >= numbers(lowest)


def test_post_build_runs_the_second_command_of_make():
    command = "python " + makefile_variable("INSTALL_PROJECT")
    assert shell_lines("postBuild") == ["set -euo pipefail", command]
    assert f"#   {command}\n" in read("environment.yml")
    assert "--no-deps" in command and "-e ." in command


def test_first_command_of_make_checks_hashes():
    assert "-m pip install -qq --no-deps --require-hashes -r requirements.lock" in read("Makefile")


@pytest.mark.parametrize("script", ["postBuild", ".ci/run"])
def test_scripts_can_be_executed(script):
    assert os.access(ROOT / script, os.X_OK)
    assert read(script).startswith("#!/usr/bin/env bash\n")


def test_ci_calls_make_test_and_stops_at_a_failure():
    lines = shell_lines(".ci/run")
    assert lines[0] == "set -euo pipefail"
    assert [line.split()[:2] for line in lines[-2:]] == [["make", "test"], ["make", "soak"]]
    assert not any("||" in line for line in lines[-2:])


# --- make -----------------------------------------------------------------------------------


def test_make_help_lists_every_target():
    text = read("Makefile")
    helped = dict(re.findall(r"^([a-z]+):[^#\n]*## (.+)$", text, re.M))
    phony = re.search(r"^\.PHONY: (.+)$", text, re.M)[1].split()
    assert set(phony) - set(helped) == {"environment"}, "a target without a line of help"
    shown = make("help").stdout
    assert shown.splitlines() == [f"make {name:<9}{line}" for name, line in helped.items()]
    assert {"brief", "test", "lab", "refresh", "help"} <= set(helped)
    assert make().stdout == shown, "help is what make says by itself"


def test_an_active_environment_without_claimbook_is_told_what_to_do(tmp_path):
    ran = tmp_path / "ran"
    for name, does in (
        ("python", "echo \"ModuleNotFoundError: No module named 'claimbook'\" >&2; exit 1"),
        ("claimbook", f"touch {ran}"),
    ):
        (tmp_path / name).write_text(f"#!/bin/sh\n{does}\n")
        (tmp_path / name).chmod(0o755)
    run = make("brief", "ACTIVE=1", PATH=f"{tmp_path}:{os.environ['PATH']}")
    assert run.returncode == 2
    told = [line for line in run.stderr.splitlines() if line.startswith("claimbook: ")]
    assert len(told) == 1 and "pip install --no-deps -r requirements.lock" in told[0]
    assert "No module named" in told[0]
    assert not ran.exists(), "went on without it"


def test_an_old_python_is_refused_in_one_line(tmp_path):
    fake = tmp_path / "python3"
    older = "import sys; sys.version_info = (3, 9, 2); exec(sys.argv[1])"
    fake.write_text(f'#!/bin/sh\nexec "{sys.executable}" -c "{older}" "$2"\n')
    fake.chmod(0o755)
    # In a copy, so that the environment in use is left alone.
    for name in ("Makefile", "requirements.lock", "pyproject.toml"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    run = make("-C", str(tmp_path), "brief", f"PYTHON={fake}", "ACTIVE=")
    assert run.returncode == 2
    told = [line for line in run.stderr.splitlines() if line.startswith("claimbook: ")]
    assert len(told) == 1 and "is 3.9.2, expected 3.11 or later" in told[0]
    assert not (tmp_path / ".venv").exists()


# --- the package ----------------------------------------------------------------------------


def test_the_install_points_at_the_checkout():
    import claimbook

    assert Path(claimbook.__file__).resolve().parent == ROOT / "lib" / "claimbook"


def test_a_wheel_carries_the_package_and_a_copy_of_the_data(tmp_path):
    subprocess.run(
        [
            sys.executable,
            "-m",
            "pip",
            "wheel",
            "--quiet",
            "--no-deps",
            "--no-build-isolation",
            "--wheel-dir",
            str(tmp_path),
            str(ROOT),
        ],
        check=True,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )
    (wheel,) = tmp_path.glob("claimbook-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        for file in (ROOT / "data").rglob("*"):
            if file.is_file() and not file.name.startswith("."):
                inside = f"claimbook/_data/{file.relative_to(ROOT / 'data').as_posix()}"
                assert inside in names, f"{inside} is not in the wheel"
                assert archive.read(inside) == file.read_bytes()
    assert {"claimbook/__init__.py", "claimbook/cli.py", "claimbook/_data/datapackage.json"} <= names
    assert {name.partition("/")[0].partition("-")[0] for name in names} == {"claimbook"}


# --- the repository -------------------------------------------------------------------------

# Written in pieces, so that this file does not find itself.
MACHINE = re.compile(
    r"(?<![\w.~$)}-])/"
    r"(?:work|home|tmp|root|Users|private|var/folders)/[\w.]"
    r"|file:"
    r"//"
    r"|--(?:extra-)?index"
    r"-url|--find"
    r"-links|--trusted"
    r"-host"
    r"|pypi\.org"
    r"/simple|(?:files\.python"
    r"hosted)"
)


def tracked():
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
    ).stdout.decode()
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


@pytest.mark.parametrize(
    ("start", "rest"),  # apart, so that this file itself holds none
    [
        ("see /", "home/ann/x"),
        ('"/', "tmp/x.csv"),
        ("file:/", "//opt"),
        ("-i https://pypi.org", "/simple"),
        ("--find", "-links x"),
    ],
)
def test_machine_paths_are_recognised(start, rest):
    assert MACHINE.search(start + rest)


def test_no_file_holds_a_path_of_a_machine_or_an_index_address():
    found = []
    for file in tracked():
        content = file.read_bytes()
        if b"\0" in content:
            continue
        for number, line in enumerate(content.decode("utf-8").splitlines(), 1):
            if match := MACHINE.search(line):
                found.append(f"{file.relative_to(ROOT)}, line {number}: {match[0]}")
    assert not found, "\n".join(found)


def test_git_keeps_the_library_and_ignores_what_make_makes():
    assert not {"lib", "lib/", "/lib", "/lib/"} & {line.strip() for line in read(".gitignore").splitlines()}
    names = {file.relative_to(ROOT).as_posix() for file in tracked()}
    assert "lib/claimbook/__init__.py" in names
    made = (".venv/", ".cache/", "reports/", ".hypothesis/")
    assert not [n for n in names if n.startswith(made) or "__pycache__" in n or ".ipynb_checkpoints" in n]


def test_text_files_have_the_same_line_ends_everywhere():
    assert "* text=auto eol=lf" in read(".gitattributes").splitlines()
    bad = [f.name for f in tracked() if b"\0" not in (c := f.read_bytes()) and b"\r\n" in c]
    assert not bad, f"CRLF in {bad}"
