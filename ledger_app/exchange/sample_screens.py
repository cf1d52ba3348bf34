"""Screenshots of the sample: the window of a web system with a table."""

from __future__ import annotations

from pathlib import Path
from random import Random

from PIL import Image, ImageDraw, PngImagePlugin

from ledger_app.exchange.sample_plan import Paper
from ledger_app.exchange.sample_scenes import face
from ledger_app.exchange.sample_tables import table
from ledger_app.exchange.sample_words import written

_WIDTH, _HEIGHT = 1366, 768
_MENU = ("首页", "信息采集", "数据查询", "统计分析", "任务办理", "系统管理")


def write_screenshot(target: Path, paper: Paper, random: Random) -> None:
    """Write a screenshot with the paper's first table in it."""
    text = paper.texts[0]
    made = table(text.columns, text.rows, until=text.date, random=random)
    picture = Image.new("RGB", (_WIDTH, _HEIGHT), "#f0f2f5")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, _WIDTH, 56), fill="#1f5fa8")
    system, _, page = text.title.partition(" · ")
    draw.text((20, 28), f"{system}（演示）", "white", face(20), "lm")
    draw.text((_WIDTH - 20, 28), "青山镇 · 操作员  |  退出", "#dbe7f5", face(14), "rm")
    draw.rectangle((0, 56, 176, _HEIGHT), fill="#24303f")
    for i, entry in enumerate(_MENU):
        if i == 2:
            draw.rectangle((0, 76 + i * 48, 176, 124 + i * 48), fill="#1f5fa8")
        draw.text((36, 100 + i * 48), entry, "#d5dbe3", face(15), "lm")
    draw.text((200, 84), f"当前位置：数据查询 / {page or system}", "#555555", face(14), "lm")
    draw.rectangle((200, 104, _WIDTH - 24, _HEIGHT - 60), fill="white", outline="#dddddd")
    lines = [made.header, *made.rows, *([made.sums] if made.sums else [])]
    step = (_WIDTH - 264) / len(made.header)
    height = min(36, (_HEIGHT - 200) // len(lines))
    for y, line in enumerate(lines):
        top = 120 + y * height
        fill = "#e8eef6" if y == 0 else ("#fafbfc" if y % 2 else "white")
        draw.rectangle((216, top, _WIDTH - 40, top + height), fill=fill, outline="#e3e6ea")
        for x, cell in enumerate(line):
            ink = "#1d2733" if y == 0 else "#444444"
            draw.text((232 + x * step, top + height / 2), written(cell), ink, face(14), "lm")
    stamp = f"{paper.at:%Y-%m-%d %H:%M}"
    foot = f"共 {len(made.rows)} 条　　第 1 / 1 页　　查询时间 {stamp}"
    draw.text((_WIDTH - 40, _HEIGHT - 34), foot, "#666666", face(13), "rm")
    info = PngImagePlugin.PngInfo()
    info.add_text("Software", "sample")
    picture.save(target, "PNG", pnginfo=info, optimize=False)
