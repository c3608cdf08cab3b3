"""Stands for `claimbook run`: notes that it was called, and does what its report is named after."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

command, name, *options = sys.argv[1:]
given = dict(zip(options[::2], options[1::2], strict=False))
reports = Path(given["--out"])
with open(reports / "calls", "a", encoding="utf-8") as calls:
    calls.write(f"{command} {name} {given['--run-date']} {os.getpid()}\n")
print(f"begins {given['--run-date']}", flush=True)
print("\rExecuting: 10%\rExecuting: 100%", file=sys.stderr, flush=True)

if name.startswith("slow"):
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(print("cleans up", flush=True) or 143))
if name.startswith("deaf"):
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
if name.startswith(("slow", "deaf")):
    child = subprocess.Popen(["sleep", "600"])
    (reports / f"{name}.pids").write_text(f"{os.getpid()} {child.pid}")
    time.sleep(600)
if name.startswith("broken"):
    print("broken.ipynb: cell 2: \033[31mZeroDivisionError", file=sys.stderr)
    sys.exit(1)
