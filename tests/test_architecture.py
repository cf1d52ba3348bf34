"""The rules of the house that no linter knows."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "ledger_app"
SOURCES = sorted(PACKAGE.rglob("*.py"))
MODELS = sorted(PACKAGE.glob("*/model.py"))
PURE_IMPORTS = {
    "__future__",
    "dataclasses",
    "decimal",
    "enum",
    "hashlib",
    "pathlib",
    "datetime",
    "collections",
    "typing",
}


def imports(source: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def test_imports_run_one_way_only() -> None:
    command = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    done = subprocess.run(
        [sys.executable, "-c", command], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("model", MODELS, ids=lambda m: m.parent.name)
def test_models_import_only_values(model: Path) -> None:
    foreign = {
        name
        for name in imports(model)
        if name.split(".")[0] not in PURE_IMPORTS
        and not (name.startswith("ledger_app.") and name.endswith(".model"))
    }
    assert foreign == set()


def test_the_commands_start_without_qt() -> None:
    probe = "import sys; import ledger_app.__main__; print([m for m in sys.modules if 'PySide6' in m])"
    done = subprocess.run([sys.executable, "-c", probe], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("source", SOURCES, ids=lambda s: str(s.relative_to(PACKAGE)))
def test_files_stay_short_and_say_what_they_are(source: Path) -> None:
    text = source.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text))
    assert text.count("\n") <= 500


def test_no_network_is_ever_imported() -> None:
    forbidden = {
        "socket",
        "http",
        "urllib.request",
        "requests",
        "ftplib",
        "smtplib",
        "ssl",
        "PySide6.QtNetwork",
    }
    for source in SOURCES:
        used = imports(source) & forbidden
        assert used <= ({"socket"} if source.name == "lock.py" else set()), source


def test_facts_are_written_through_operations_only() -> None:
    """Outside `core`, a write statement may stand only in `op.bulk(...)` or under `db.derived()`."""
    verbs = ("INSERT INTO", "UPDATE ", "DELETE FROM", "REPLACE INTO")
    for source in SOURCES:
        if source.parent.name == "core":
            continue
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            texts = [a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
            if any(t.lstrip().upper().startswith(verbs) for t in texts):
                owner = ast.unparse(node.func.value)
                assert node.func.attr == "bulk" or "connection" in owner or owner == "derived", (
                    f"{source}:{node.lineno}"
                )
