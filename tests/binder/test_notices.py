"""Notices to the units: exactly what each owes, in a Word file filled from a template that people may change."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document

from ledger_app.audit import audits
from ledger_app.audit.model import Audit
from ledger_app.binder.notices import notices, save_template, write_notices
from ledger_app.core.errors import LedgerError
from ledger_app.core.i18n import set_language
from ledger_app.core.progress import Progress
from ledger_app.evidence import links
from ledger_app.scheme import schemes
from ledger_app.scheme.reading import read_scheme
from ledger_app.vault import items
from tools import build_notice_templates

from .conftest import AS_OF


@pytest.fixture
def done(db, small_scheme, evidence) -> Audit:
    """Four indicators of two units; the register of one is there, nothing else."""
    schemes.store(db, read_scheme(small_scheme))
    items.scan(db, evidence, Progress())
    first = db.value("SELECT id FROM item ORDER BY id")
    links.link(db, [first], "3", requirement="1", how="command")
    return audits.audit(db, year=2025)


def texts(path: Path) -> str:
    document = Document(str(path))
    cells = [c.text for table in document.tables for row in table.rows for c in row.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def test_each_unit_is_asked_for_exactly_its_gaps(done):
    found = {n.unit: n for n in notices(done)}
    assert list(found) == ["农业农村办", "规划建设办"]
    farm, building = found["农业农村办"], found["规划建设办"]
    assert [(g.code, g.missing) for g in farm.gaps] == [
        ("1", "任务分解文件; 统计报表(盖章)"),
        ("2", "撂荒地台账"),
    ]
    assert (farm.points, farm.hard_count) == (3.5, 1)
    assert [(g.code, g.missing, g.star) for g in building.gaps if g.code == "3"] == [("3", "验收表", "★")]
    owed = {f.indicator.code for f in done.findings if f.is_gap and f.indicator}
    assert {g.code for n in found.values() for g in n.gaps} == owed


def test_an_indicator_of_two_units_stands_in_both_and_one_of_none_in_its_own(done):
    indicators = tuple(
        replace(i, units=("农业农村办", "规划建设办") if i.code == "1" else () if i.code == "2" else i.units)
        for i in done.scheme.indicators
    )
    by_id = {i.id: i for i in indicators}
    findings = tuple(replace(f, indicator=by_id[f.indicator.id]) for f in done.findings if f.indicator)
    found = {
        n.unit: [g.code for g in n.gaps]
        for n in notices(replace(done, scheme=replace(done.scheme, indicators=indicators), findings=findings))
    }
    assert "1" in found["农业农村办"]
    assert "1" in found["规划建设办"]
    assert found[""] == ["2"]


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_the_shipped_template_says_it_all(done, tmp_path, language):
    set_language(language)
    written = write_notices(done, tmp_path / "催办", as_of=AS_OF, sender="青山镇人民政府")
    assert len(written) == 2
    said = texts(written[0].path)
    for expected in ("农业农村办", "撂荒地台账", "粮食播种面积", "★", "3.5", "2025", "青山镇人民政府"):
        assert expected in said
    assert "{{" not in said
    assert "验收表" not in said


def test_one_unit_alone(done, tmp_path):
    [one] = write_notices(done, tmp_path, as_of=AS_OF, units=["规划建设办"])
    assert "规划建设办" in one.path.name
    with pytest.raises(LedgerError) as error:
        write_notices(done, tmp_path, as_of=AS_OF, units=["建设局"])
    assert error.value.code == "unknown-unit"


def test_a_template_changed_in_word_is_filled(done, tmp_path):
    own = tmp_path / "own.docx"
    save_template(own)
    document = Document(str(own))
    document.add_paragraph("联系电话 12345；共{{ count }}项")
    document.save(str(own))
    written = write_notices(done, tmp_path / "out", as_of=AS_OF, template=own)
    assert "联系电话 12345；共2项" in texts(written[0].path)


def test_names_that_files_cannot_have(done, tmp_path):
    odd = ("农业/农村:办", "农业 农村 办", "x" * 300)
    indicators = tuple(replace(i, units=odd) for i in done.scheme.indicators)
    by_id = {i.id: i for i in indicators}
    findings = tuple(replace(f, indicator=by_id[f.indicator.id]) for f in done.findings if f.indicator)
    changed = replace(done, scheme=replace(done.scheme, indicators=indicators), findings=findings)
    written = write_notices(changed, tmp_path / "out", as_of=AS_OF)
    assert len({one.path.name for one in written}) == 3
    assert all(one.path.is_file() for one in written)


def test_words_with_markup_stay_words(done, tmp_path):
    odd = "<b>&{{ 7*7 }}{% endfor %}"
    indicators = tuple(replace(i, name=odd) for i in done.scheme.indicators)
    by_id = {i.id: i for i in indicators}
    findings = tuple(replace(f, indicator=by_id[f.indicator.id]) for f in done.findings if f.indicator)
    changed = replace(done, scheme=replace(done.scheme, indicators=indicators), findings=findings)
    written = write_notices(changed, tmp_path / "out", as_of=AS_OF)
    assert odd in texts(written[0].path)


def _with(text: str) -> bytes:
    document = Document()
    document.add_paragraph(text)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not a word file",
        _with("{{ unit "),
        _with("{% for gap in gaps %}"),
        _with("{{ nobody }}"),
        _with("{{ ''.__class__.__mro__ }}"),
        _with("{% for n in range(10**9) %}x{% endfor %}"),
        _with("{{ unit | nosuch }}"),
        _with("{{ 1 // 0 }}"),
        build_notice_templates.build("en")[:2000],
    ],
)
def test_a_template_that_cannot_be_filled_is_named(done, tmp_path, content):
    broken = tmp_path / "broken.docx"
    broken.write_bytes(content)
    with pytest.raises(LedgerError) as error:
        write_notices(done, tmp_path / "out", as_of=AS_OF, template=broken)
    assert error.value.code == "template-broken"
    assert error.value.values["path"] == broken
    assert not list((tmp_path / "out").glob("*"))


def test_a_template_that_is_not_there(done, tmp_path):
    with pytest.raises(LedgerError) as error:
        write_notices(done, tmp_path / "out", as_of=AS_OF, template=tmp_path / "none.docx")
    assert error.value.code == "template-missing"


def test_the_shipped_templates_are_what_their_script_makes():
    for language in build_notice_templates.WORDS:
        shipped = build_notice_templates.TEMPLATES / f"notice.{language}.docx"
        assert shipped.read_bytes() == build_notice_templates.build(language)
