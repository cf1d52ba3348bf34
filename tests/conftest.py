"""What every test is given: an empty database, a clock that stands still, Chinese or English."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import settings

from ledger_app.core import i18n
from ledger_app.core.database import Database
from ledger_app.search import tables

settings.register_profile("house", deadline=None)  # a slow machine is no fault of the code
settings.register_profile("ci", parent=settings.get_profile("house"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "house")

LAST_YEAR = datetime(2025, 11, 5).timestamp()  # written long before it is scanned
NOON = datetime(2026, 3, 20, 12, 0, tzinfo=timezone(timedelta(hours=8)))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--slow", action="store_true", help="also run what takes longer than a few seconds")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--slow"):
        return
    slow = [item for item in items if "slow" in item.keywords]
    items[:] = [item for item in items if "slow" not in item.keywords]
    config.hook.pytest_deselected(items=slow)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    i18n.set_language("en")
    yield
    i18n.set_language("en")


@pytest.fixture
def noon() -> datetime:
    """20 March 2026, noon in China: an assessment of 2025 is near."""
    return NOON


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    """An empty archive database on disk."""
    database = Database(
        tmp_path / "ledger.db", actor="tester", now=lambda: NOON, backups=tmp_path / "backups"
    )
    database.attach_derived(tmp_path / tables.FILE, version=tables.VERSION, tables=tables.TABLES)
    yield database
    database.close()


SMALL_SCHEME = """\
青山县2025年度乡村振兴考核指标体系,,,,,,,,
一级指标(大项),二级指标(小项),序号,三级指标(考核内容),分值,刚性,责任单位,评分标准,佐证材料要求
一、粮食安全,1.粮食生产,1,粮食播种面积,2.5,★,农业农村办,达到下达任务得满分,任务分解文件;统计报表(盖章)
一、粮食安全,1.粮食生产,2,撂荒耕地复耕复种,1,,农业农村办,按复耕率得分,撂荒地台账
二、人居环境,2.厕所革命,3,卫生户厕改造与管护,2.5,★,规划建设办,每发现1户不能使用扣0.5分,改厕台账;验收表
二、人居环境,2.厕所革命,4,农村公厕管护,1,,规划建设办,每座不达标扣0.2分,公厕清单;保洁记录
"""


@pytest.fixture
def small_scheme(tmp_path: Path) -> Path:
    """A scheme of four indicators, two of them hard, as .csv."""
    path = tmp_path / "指标体系2025年度.csv"
    path.write_text(SMALL_SCHEME, encoding="utf-8")
    return path


@pytest.fixture
def evidence(tmp_path: Path) -> Path:
    """A folder with evidence as offices drop it."""
    folder = tmp_path / "迎检材料"
    for name, text in {
        "01粮食/任务分解文件.txt": "青山镇2025年粮食播种面积任务分解\n2025年3月1日",
        "01粮食/统计报表.txt": "统计报表\n2025年12月20日",
        "02厕所/改厕台账.txt": "改厕台账\n2025年6月8日",
        "02厕所/公厕清单.txt": "公厕清单\n2025年7月1日",
        "待整理/扫描件0012.txt": "改厕验收表\n2025年9月9日",
    }.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        os.utime(path, (LAST_YEAR, LAST_YEAR))
    return folder
