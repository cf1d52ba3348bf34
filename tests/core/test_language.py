from __future__ import annotations

import ast
import importlib.util
import sys
from pathlib import Path

import pytest

from ledger_app.core import i18n, messages, operations
from ledger_app.core.errors import LedgerError

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "ledger_app").rglob("*.py"))


def translations():
    spec = importlib.util.spec_from_file_location("translations", ROOT / "tools/translations.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def calls(name: str) -> list[tuple[Path, ast.Call]]:
    found = []
    for source in SOURCES:
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                called = (
                    node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                )
                if called == name:
                    found.append((source, node))
    return found


def first_word(call: ast.Call) -> str | None:
    head = call.args[0] if call.args else None
    return head.value if isinstance(head, ast.Constant) and isinstance(head.value, str) else None


def test_every_sentence_is_translated_and_keeps_its_placeholders() -> None:
    assert translations().faults(translations().merged()) == []


def test_the_catalogue_is_compiled_from_what_the_code_says() -> None:
    tool = translations()
    assert tool.PO.read_bytes() == tool.po_bytes(tool.merged())
    assert tool.MO.read_bytes() == tool.mo_bytes(tool.merged())


def test_every_error_code_has_its_sentence() -> None:
    raised = {first_word(call) for _, call in calls("LedgerError")} - {None}
    assert raised <= set(messages.ERRORS)
    assert len(raised) > 10


def test_every_operation_has_its_name() -> None:
    named = {first_word(call) for _, call in calls("operation")} - {None}
    assert named <= set(operations.TITLES)


def test_sentences_are_never_put_together_before_translation() -> None:
    for name in ("_", "N_", "ngettext"):
        for source, call in calls(name):
            for argument in call.args[: 2 if name == "ngettext" else 1]:
                assert not isinstance(argument, ast.JoinedStr | ast.BinOp), f"{source}:{call.lineno}"


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_an_error_becomes_a_sentence(language: str) -> None:
    i18n.set_language(language)
    text = messages.sentence(LedgerError("archive-newer", path="D:/迎检/ledger.db", version=9, known=1))
    assert "D:/迎检/ledger.db" in text
    assert ("更新版本" in text) == (language == "zh_CN")


@pytest.mark.parametrize(
    ("system", "expected"), [("zh_CN.UTF-8", "zh_CN"), ("en_GB.UTF-8", "en"), ("de_DE.UTF-8", "zh_CN")]
)
def test_the_systems_language_decides(monkeypatch: pytest.MonkeyPatch, system: str, expected: str) -> None:
    monkeypatch.setenv("LC_ALL", system)
    assert i18n.set_language(None) == expected


@pytest.mark.skipif(sys.platform == "win32", reason="Windows always says a language")
def test_a_system_that_says_nothing_gets_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    assert i18n.set_language(None) == "zh_CN"
