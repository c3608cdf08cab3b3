"""What docs/schedule.md and docs/mail.md show is what works."""

import json
import os
import re
import runpy
import ssl
import subprocess
import sys
from pathlib import Path

import pytest
from claimbook.cli import main
from claimbook.shelf.manifest import Brief, Manifest, write_manifest
from claimbook.spec import Keep, Report, Schedule, Sweep, read_spec

DOCS = Path(__file__).resolve().parents[2] / "docs"


def blocks(name, language):
    """The fenced blocks of a language ("" for none)."""
    fenced = re.findall(r"^```(\w*)\n(.*?)^```$", (DOCS / name).read_text(encoding="utf-8"), re.M | re.S)
    return [text for word, text in fenced if word == language]


# --- schedule.md ----------------------------------------------------------------------------


def test_the_example_is_a_good_spec(tmp_path):
    (example,) = blocks("schedule.md", "toml")
    (tmp_path / "reports.toml").write_text(example, encoding="utf-8")
    spec = read_spec(tmp_path / "reports.toml")
    assert all(report.schedule for report in spec.reports.values())


def test_every_key_is_explained():
    text = (DOCS / "schedule.md").read_text(encoding="utf-8")
    table = re.findall(r"^\| `(\w+)` \|", text, re.M)
    assert sorted(table) == sorted([*Report.model_fields, *Schedule.model_fields])
    for model in (Sweep, Keep):
        for name, field in model.model_fields.items():
            assert re.search(rf"`{field.alias or name}\b", text), field.alias or name


def test_every_option_that_they_name_is_there():
    known = {
        option
        for command in main.commands.values()
        for parameter in command.params
        for option in parameter.opts
    }
    for name in ("schedule.md", "mail.md"):
        text = (DOCS / name).read_text(encoding="utf-8")
        named = {
            option
            for line in re.findall(r"claimbook (?:run|schedule|serve|clean)\b[^\n`]*", text)
            for option in re.findall(r"--[a-z-]+", line)
        }
        assert named <= known, named - known


# --- mail.md --------------------------------------------------------------------------------


class Server:
    """Stands for smtplib.SMTP: notes what is asked of it, in order."""

    asked, sent = [], []

    def __init__(self, host, port, timeout):
        self.asked.append(("connect", host, port))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.asked.append(("quit",))

    def starttls(self, context):
        assert context.verify_mode == ssl.CERT_REQUIRED and context.check_hostname
        self.asked.append(("starttls",))

    def login(self, user, password):
        self.asked.append(("login", user, password))

    def send_message(self, mail):
        self.asked.append(("send",))
        self.sent.append(mail)


def brief(name, status="executed"):
    file = None if status == "failed" else f"{name}.html"
    return Brief(
        name=name,
        title=f"On {name}",
        notebook=f"{name}.ipynb",
        parameters={},
        values={},
        key="k",
        status=status,
        file=file,
        files=[file] if file else [],
        run="r",
        run_date="2026-11-23",
        snapshot="",
        changed=True,
    )


@pytest.fixture
def manifest(tmp_path):
    """A run of three briefs, of which one failed."""
    briefs = [brief("00-brief"), brief("01-casualties", "kept"), brief("02-troop-counts", "failed")]
    for each in briefs:
        if each.file:
            (tmp_path / each.file).write_text(
                f"<!doctype html><meta charset=utf-8><p>{each.title}: “1,100” – é", encoding="utf-8"
            )
    return write_manifest(
        Manifest(
            report="daily",
            run="2026-11-23",
            run_date="2026-11-23",
            since=None,
            outcome="partly",
            changed=True,
            command="",
            data_sha256="",
            library_sha256="",
            notebooks={},
            versions={},
            started="",
            finished="",
            seconds=0,
            jobs=1,
            briefs=briefs,
            files={},
        ),
        tmp_path,
    )


def run_script(tmp_path, monkeypatch, manifest, **settings):
    (script,) = blocks("mail.md", "python")
    (tmp_path / "mail.py").write_text(script, encoding="utf-8")
    monkeypatch.setattr("smtplib.SMTP", Server)
    monkeypatch.setattr(Server, "asked", [])
    monkeypatch.setattr(Server, "sent", [])
    monkeypatch.setattr(sys, "argv", ["mail.py", str(manifest)])
    for name, value in {
        "MAIL_HOST": "smtp.example.org",
        "MAIL_FROM": "desk@example.org",
        "MAIL_TO": "editor@example.org, night-desk@example.org",
        "MAIL_USER": "desk",
        **settings,
    }.items():
        monkeypatch.setenv(name, value)
    runpy.run_path(str(tmp_path / "mail.py"), run_name="__main__")


def test_the_script_mails_the_briefs_over_tls(tmp_path, monkeypatch, manifest):
    (tmp_path / "password").write_text("hunter2\n")
    run_script(tmp_path, monkeypatch, manifest, MAIL_PASSWORD_FILE=str(tmp_path / "password"))
    assert Server.asked == [
        ("connect", "smtp.example.org", 587),
        ("starttls",),
        ("login", "desk", "hunter2"),
        ("send",),
        ("quit",),
    ]
    (mail,) = Server.sent
    assert (
        mail["Subject"] == "Claimbook daily, 2026-11-23: in part"
        and mail["To"] == "editor@example.org, night-desk@example.org"
    )
    assert "On 02-troop-counts (failed)" in mail.get_body().get_content()
    attached = list(mail.iter_attachments())
    assert [part.get_filename() for part in attached] == ["00-brief.html", "01-casualties.html"]
    assert all(part.get_content_type() == "text/html" for part in attached)
    assert [part.get_payload(decode=True) for part in attached] == [
        (tmp_path / name).read_bytes() for name in ("00-brief.html", "01-casualties.html")
    ]
    assert bytes(mail), "can be put on the wire"


def test_the_password_may_come_from_the_environment(tmp_path, monkeypatch, manifest):
    run_script(tmp_path, monkeypatch, manifest, MAIL_PASSWORD="hunter3", MAIL_PORT="2525")
    assert ("connect", "smtp.example.org", 2525) in Server.asked and (
        "login",
        "desk",
        "hunter3",
    ) in Server.asked


def test_without_a_password_nothing_is_sent(tmp_path, monkeypatch, manifest):
    monkeypatch.delenv("MAIL_PASSWORD", raising=False)
    monkeypatch.delenv("MAIL_PASSWORD_FILE", raising=False)
    with pytest.raises(KeyError):
        run_script(tmp_path, monkeypatch, manifest)
    assert not Server.sent


def test_the_settings_are_read_by_a_shell_as_they_are_by_systemd(tmp_path):
    settings = next(block for block in blocks("mail.md", "") if "MAIL_HOST" in block)
    (tmp_path / "settings").write_text(settings)
    done = subprocess.run(
        ["/bin/sh", "-c", "set -a; . ./settings; set +a; env"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        env={},
    )
    assert not done.stderr
    assert "MAIL_TO=editor@example.org, night-desk@example.org" in done.stdout.splitlines()


def test_the_lines_of_after_are_good_and_mutt_gets_every_brief(tmp_path, manifest):
    examples = blocks("mail.md", "toml")
    path = tmp_path / "reports.toml"
    path.write_text(examples[0] + "[reports.mutt]\n" + examples[1], encoding="utf-8")
    after = read_spec(path)["mutt"].after
    (tmp_path / "bin").mkdir()
    mutt = tmp_path / "bin" / "mutt"
    mutt.write_text(
        f"#!{sys.executable}\nimport json, sys\n"
        f"json.dump([sys.argv[1:], sys.stdin.read()], open({str(tmp_path / 'said')!r}, 'w'))\n"
    )
    mutt.chmod(0o755)
    subprocess.run(
        [*after, str(manifest)], check=True, env=os.environ | {"PATH": f"{mutt.parent}:{os.environ['PATH']}"}
    )
    arguments, text = json.loads((tmp_path / "said").read_text())
    assert arguments[arguments.index("-a") + 1 :] == [
        "00-brief.html",
        "01-casualties.html",
        "--",
        "desk@example.org",
    ]
    assert text == "The briefs are attached.\n"
