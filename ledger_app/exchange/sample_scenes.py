"""What the sample's photographs show, drawn with a few shapes and a good deal of chance."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from random import Random

from PIL import ImageFont
from PIL.ImageDraw import ImageDraw

from ledger_app.core.resources import resource

WIDTH, HEIGHT = 1600, 1200
Colour = tuple[int, int, int]
Box = tuple[float, float, float, float]

_GREEN, _GOLD, _EARTH, _GREY = (92, 138, 58), (196, 168, 70), (128, 104, 76), (150, 150, 146)
_SKIES = (
    ((104, 152, 206), (214, 228, 238)),
    ((150, 170, 188), (222, 226, 228)),
    ((84, 140, 210), (236, 232, 214)),
)


@cache
def face(size: int) -> ImageFont.FreeTypeFont:
    """Return the face that is written into pictures."""
    return ImageFont.truetype(resource("fonts", "NotoSansSC-Bold.ttf"), size)


def _mix(a: Colour, b: Colour, t: float) -> Colour:
    return tuple(round(x + (y - x) * t) for x, y in zip(a, b, strict=True))


def _vary(colour: Colour, random: Random, by: int = 14) -> Colour:
    shift = random.randint(-by, by)
    return tuple(max(0, min(255, c + shift + random.randint(-5, 5))) for c in colour)


def _band(draw: ImageDraw, top: int, bottom: int, above: Colour, below: Colour) -> None:
    for y in range(top, bottom):
        draw.line((0, y, WIDTH, y), fill=_mix(above, below, (y - top) / max(bottom - top, 1)))


def _outdoors(draw: ImageDraw, random: Random, ground: Colour) -> int:
    """Draw sky, hills and ground; return the height of the horizon."""
    horizon = random.randint(430, 540)
    _band(draw, 0, horizon, *random.choice(_SKIES))
    for _ in range(random.randint(2, 6)):
        x, y, w = random.randint(-100, WIDTH), random.randint(30, horizon - 190), random.randint(160, 420)
        for _ in range(7):
            dx, dy, r = random.randint(0, w), random.randint(-16, 16), random.randint(26, 60)
            draw.ellipse((x + dx - r, y + dy - r // 2, x + dx + r, y + dy + r // 2), fill=(236, 240, 243))
    for layer in range(3):
        colour = _mix((120, 150, 170), (56, 96, 62), layer / 2)
        y, points = horizon - 150 + layer * 52, [(0, horizon)]
        for x in range(0, WIDTH + 60, 60):
            y = max(horizon - 210, min(horizon - 8, y + random.randint(-24, 24)))
            points.append((x, y))
        draw.polygon([*points, (WIDTH, horizon)], fill=_vary(colour, random, 8))
    _band(draw, horizon, HEIGHT, _mix(ground, (170, 190, 170), 0.35), _vary(ground, random, 8))
    return horizon


def _tufts(draw: ImageDraw, random: Random, top: int, colour: Colour, count: int, tall: float) -> None:
    shades = [_vary(colour, random, 26) for _ in range(24)]
    for _ in range(count):
        depth = random.random() ** 1.6
        x, y = random.random() * WIDTH, top + depth * (HEIGHT - top)
        size = 5 + tall * depth
        for _ in range(3):
            end = (x + (random.random() - 0.5) * 0.7 * size, y - size * (0.6 + 0.4 * random.random()))
            draw.line((x, y, *end), fill=random.choice(shades), width=1 + int(3 * depth))


def _trees(draw: ImageDraw, random: Random, base: int, count: int) -> None:
    for _ in range(count):
        x, size = random.randint(0, WIDTH), random.randint(45, 120)
        draw.rectangle((x - size // 14, base - size, x + size // 14, base), fill=(84, 66, 48))
        for _ in range(16):
            dx, dy, r = random.gauss(0, size / 3), random.gauss(-size * 1.15, size / 3.4), size / 4
            box = (x + dx - r, base + dy - r, x + dx + r, base + dy + r)
            draw.ellipse(box, fill=_vary((62, 104, 52), random, 22))


def _house(draw: ImageDraw, random: Random, box: Box, wall: Colour, *, is_new: bool = True) -> None:
    left, top, right, bottom = box
    w, h = right - left, bottom - top
    draw.rectangle(box, fill=wall)
    roof = (150, 62, 48) if is_new else (86, 82, 78)
    draw.polygon(
        [
            (left - w * 0.06, top),
            (left + w * 0.14, top - h * 0.38),
            (right - w * 0.14, top - h * 0.38),
            (right + w * 0.06, top),
        ],
        fill=roof,
    )
    for i in range(14):
        x = left - w * 0.04 + i * w * 1.08 / 14
        draw.line(
            (x, top, left + w * 0.14 + i * w * 0.72 / 14, top - h * 0.38),
            fill=_vary(roof, random, 12),
            width=3,
        )
    for i in (0, 2):
        x = left + w * (0.1 + 0.3 * i)
        draw.rectangle(
            (x, top + h * 0.25, x + w * 0.2, top + h * 0.6),
            fill=(70, 92, 110),
            outline=(235, 235, 230),
            width=6,
        )
        draw.line((x + w * 0.1, top + h * 0.25, x + w * 0.1, top + h * 0.6), fill=(235, 235, 230), width=4)
    draw.rectangle((left + w * 0.41, top + h * 0.3, left + w * 0.59, bottom), fill=(112, 72, 44))
    if not is_new:
        for _ in range(5):
            x, y = random.uniform(left, right), top
            while y < bottom - 20:
                nx, ny = x + random.uniform(-22, 22), y + random.uniform(14, 40)
                draw.line((x, y, nx, ny), fill=(52, 46, 42), width=3)
                x, y = nx, ny
        for _ in range(26):
            x, y = random.uniform(left, right), random.uniform(top, bottom)
            draw.rectangle(
                (x, y, x + random.uniform(20, 60), y + random.uniform(8, 24)),
                fill=_vary((150, 96, 70), random),
            )


def words_in(draw: ImageDraw, box: Box, words: str, colour: Colour | str, *, most: int = 90) -> None:
    """Write words into the middle of a box, as large as they fit; `/` breaks lines."""
    lines = words.split("/")
    width, height = box[2] - box[0], box[3] - box[1]
    size = int(min(most, height / len(lines) * 0.72, width * 0.92 / max(len(line) for line in lines)))
    for i, line in enumerate(lines):
        y = box[1] + height * (i + 0.5) / len(lines)
        draw.text(((box[0] + box[2]) / 2, y), line, fill=colour, font=face(max(size, 12)), anchor="mm")


def _field(draw: ImageDraw, random: Random, words: str) -> None:
    crop = {"gold": _GOLD, "weeds": (116, 124, 66), "rape": (206, 190, 52), "ploughed": _EARTH}.get(
        words, _GREEN
    )
    horizon = _outdoors(draw, random, crop if words != "weeds" else _EARTH)
    _trees(draw, random, horizon + 6, 9)
    vanish = random.randint(500, 1100)
    if words != "weeds":
        for i in range(-40, 41):
            draw.line(
                (vanish + i * 8, horizon, vanish + i * 140, HEIGHT),
                fill=_vary(_mix(crop, (40, 60, 24), 0.3), random),
                width=3,
            )
    if words != "ploughed":
        _tufts(draw, random, horizon + 10, crop, 5200, 120 if words == "weeds" else 46)
    draw.polygon(
        [(vanish + 60, horizon), (vanish + 84, horizon), (WIDTH, HEIGHT - 90), (WIDTH, HEIGHT - 330)],
        fill=(176, 170, 156),
    )


def _road(draw: ImageDraw, random: Random, words: str) -> None:
    horizon = _outdoors(draw, random, (112, 132, 84))
    vanish = random.randint(640, 960)
    for side in (-1, 1):
        for i in range(3):
            near = 1 - i * 0.3
            x = vanish + side * (330 + 260 * near)
            w, h = 300 * near, 210 * near
            box = (x - w / 2, horizon - 10 + 90 * near - h, x + w / 2, horizon + 20 + 100 * near)
            _house(draw, random, box, _vary((226, 218, 200), random))
    draw.polygon(
        [(vanish - 24, horizon), (vanish + 24, horizon), (vanish + 560, HEIGHT), (vanish - 560, HEIGHT)],
        fill=(158, 156, 150),
    )
    for i in range(9):
        t = i / 9
        y = horizon + (HEIGHT - horizon) * t**1.8
        draw.rectangle((vanish - 1 - 9 * t, y, vanish + 1 + 9 * t, y + 4 + 46 * t), fill=(232, 226, 200))
    _trees(draw, random, horizon + 16, 6)
    if words == "littered":
        for _ in range(170):
            depth = random.random()
            x, y = vanish + random.uniform(-1, 1) * (80 + 640 * depth), horizon + 40 + depth * 640
            s = 5 + 30 * depth
            draw.polygon(
                [(x + random.uniform(-s, s), y + random.uniform(-s, s) / 2) for _ in range(5)],
                fill=_vary(
                    random.choice(((220, 220, 216), (60, 90, 160), (190, 60, 52), (120, 96, 70))), random
                ),
            )


def _bins(draw: ImageDraw, random: Random, words: str) -> None:
    _band(draw, 0, 640, (206, 198, 180), (224, 216, 200))
    for y in range(0, 640, 44):
        for x in range(-60 if y % 88 else 0, WIDTH, 120):
            draw.rectangle((x, y, x + 116, y + 40), outline=(190, 180, 160), width=2)
    _band(draw, 640, HEIGHT, (156, 154, 148), (128, 126, 122))
    colours = ((44, 118, 66), (52, 88, 156), (70, 74, 78), (168, 44, 40))
    names = ("厨余垃圾", "可回收物", "其他垃圾", "有害垃圾")
    for i in range(4):
        left = 170 + i * 320 + random.randint(-18, 18)
        box = (left, 430, left + 250, 900)
        draw.polygon(
            [(left + 12, 470), (left + 238, 470), (left + 216, 900), (left + 34, 900)],
            fill=_vary(colours[i], random),
        )
        draw.rounded_rectangle(
            (left - 6, 410, left + 256, 480), 22, fill=_vary(_mix(colours[i], (0, 0, 0), 0.2), random)
        )
        for wheel in (left + 50, left + 200):
            draw.ellipse((wheel - 28, 876, wheel + 28, 932), fill=(34, 34, 34))
        words_in(draw, (box[0] + 30, 600, box[2] - 30, 660), names[i], "white")
    draw.rectangle((360, 120, 1240, 300), fill=(38, 110, 62), outline=(236, 236, 230), width=8)
    words_in(draw, (380, 130, 1220, 290), words or "垃圾分类投放点", "white")


def _water(draw: ImageDraw, random: Random, words: str) -> None:
    horizon = _outdoors(draw, random, _GREEN)
    tint = (74, 78, 62) if words == "dirty" else (96, 142, 160)
    draw.polygon([(620, horizon), (900, horizon), (1500, HEIGHT), (60, HEIGHT)], fill=tint)
    for _ in range(500):
        depth = random.random() ** 0.7
        y = horizon + depth * (HEIGHT - horizon)
        x = 760 + random.uniform(-1, 1) * (110 + 560 * depth)
        draw.line(
            (x, y, x + 20 + 110 * depth, y),
            fill=_vary(_mix(tint, (220, 230, 232), 0.25), random, 18),
            width=1 + int(3 * depth),
        )
    if words == "dirty":
        for _ in range(120):
            depth = random.random()
            x, y = 760 + random.uniform(-1, 1) * (90 + 480 * depth), horizon + 20 + depth * 640
            s = 6 + 26 * depth
            draw.ellipse(
                (x, y, x + s * 1.6, y + s * 0.6),
                fill=_vary(random.choice(((210, 212, 204), (96, 120, 60), (150, 120, 70))), random),
            )
    _tufts(draw, random, horizon + 20, _GREEN, 900, 60)
    _trees(draw, random, horizon + 10, 8)


def _building(draw: ImageDraw, random: Random, words: str) -> None:
    _outdoors(draw, random, (168, 166, 160))
    name, _, state = words.partition("|")  # the name over the door, and `old` before it was renewed
    wall = (232, 226, 214) if state != "old" else (176, 158, 134)
    _house(draw, random, (260, 420, 1340, 960), _vary(wall, random), is_new=state != "old")
    if name:
        draw.rectangle((560, 440, 1040, 530), fill=(176, 34, 30) if state != "old" else (120, 116, 110))
        words_in(draw, (570, 444, 1030, 526), name, (250, 226, 150))
    for x in range(0, WIDTH, 130):
        draw.line((x, 1010, x * 2 - 800, HEIGHT), fill=(146, 144, 138), width=3)


def _hall(draw: ImageDraw, random: Random, words: str) -> None:
    _band(draw, 0, 700, (226, 222, 212), (206, 200, 188))
    _band(draw, 700, HEIGHT, (168, 150, 126), (136, 118, 96))
    for x in range(120, WIDTH, 480):
        draw.rectangle((x, 20, x + 240, 44), fill=(252, 252, 246))
    draw.rectangle((150, 110, 1450, 220), fill=(190, 24, 28))
    words_in(draw, (170, 114, 1430, 216), words, (252, 230, 140))
    draw.rectangle((480, 270, 1120, 560), fill=(240, 242, 244), outline=(60, 60, 60), width=8)
    for i in range(5):
        draw.line(
            (540, 330 + i * 44, 1060 - random.randint(0, 260), 330 + i * 44), fill=(90, 100, 120), width=10
        )
    for row in range(4):
        y, scale = 640 + row * 130, 0.6 + row * 0.2
        for seat in range(-3, 4):
            x = WIDTH / 2 + seat * 240 * scale + random.randint(-12, 12)
            draw.rounded_rectangle(
                (x - 92 * scale, y, x + 92 * scale, y + 36 * scale), 8, fill=_vary((128, 84, 50), random)
            )
            draw.rounded_rectangle(
                (x - 44 * scale, y + 44 * scale, x + 44 * scale, y + 120 * scale),
                14,
                fill=_vary((58, 62, 72), random),
            )
            draw.rectangle(
                (x - 26 * scale, y - 8 * scale, x + 20 * scale, y + 10 * scale), fill=(246, 246, 242)
            )


def _board(draw: ImageDraw, random: Random, words: str) -> None:
    _band(draw, 0, HEIGHT, (198, 190, 176), (172, 164, 150))
    draw.rectangle((120, 130, 1480, 1010), fill=(120, 124, 128))
    draw.rectangle((150, 160, 1450, 980), fill=(36, 92, 140))
    draw.rectangle((150, 160, 1450, 290), fill=(176, 30, 32))
    words_in(draw, (170, 166, 1430, 284), words or "村务公开栏", (252, 236, 170))
    for i in range(8):
        left, top = 200 + (i % 4) * 310 + random.randint(-8, 8), 330 + (i // 4) * 320 + random.randint(-8, 8)
        draw.rectangle((left, top, left + 262, top + 290), fill=(250, 249, 244))
        draw.rectangle((left + 60, top + 18, left + 200, top + 32), fill=(60, 60, 60))
        for line in range(12):
            end = left + 240 - random.randint(0, 60)
            draw.line(
                (left + 22, top + 56 + line * 18, end, top + 56 + line * 18), fill=(130, 130, 130), width=4
            )
        draw.ellipse((left + 168, top + 216, left + 236, top + 282), outline=(206, 40, 40), width=5)


def _sign(draw: ImageDraw, random: Random, words: str) -> None:
    horizon = _outdoors(draw, random, _GOLD if random.random() < 0.4 else _GREEN)
    _tufts(draw, random, horizon + 10, _GREEN, 3000, 50)
    for x in (520, 1080):
        draw.rectangle((x - 18, 700, x + 18, 1080), fill=(150, 152, 154))
    draw.rectangle((340, 300, 1260, 760), fill=(30, 88, 152), outline=(240, 240, 240), width=12)
    words_in(draw, (370, 330, 1230, 730), words, "white")


def _room(draw: ImageDraw, random: Random, words: str) -> None:
    _band(draw, 0, HEIGHT, (232, 236, 238), (204, 210, 212))
    for x in range(0, WIDTH, 100):
        draw.line((x, 0, x, 760), fill=(206, 212, 216), width=3)
    for y in range(0, 760, 100):
        draw.line((0, y, WIDTH, y), fill=(206, 212, 216), width=3)
    draw.rectangle((0, 760, WIDTH, HEIGHT), fill=(158, 168, 172))
    for i in range(-14, 15):
        draw.line((800 + i * 90, 760, 800 + i * 240, HEIGHT), fill=(140, 150, 154), width=3)
    if words == "old":
        draw.rectangle((0, 0, WIDTH, 760), fill=(140, 118, 92))
        for _ in range(900):
            x, y = random.randint(0, WIDTH), random.randint(0, 760)
            draw.rectangle(
                (x, y, x + random.randint(10, 50), y + random.randint(4, 14)),
                fill=_vary((132, 110, 84), random),
            )
        draw.rectangle((0, 760, WIDTH, HEIGHT), fill=(96, 84, 70))
    draw.ellipse((560, 830, 1040, 1110), fill=(248, 248, 246) if words != "old" else (110, 100, 88))
    draw.ellipse((640, 880, 960, 1060), fill=(150, 168, 176) if words != "old" else (44, 38, 32))
    draw.rounded_rectangle(
        (720, 430, 880, 640), 18, fill=(250, 250, 248) if words != "old" else (120, 104, 84)
    )
    draw.rectangle((1180, 120, 1430, 420), fill=(196, 224, 240), outline=(250, 250, 250), width=14)


def _shelf(draw: ImageDraw, random: Random, words: str) -> None:
    _band(draw, 0, HEIGHT, (214, 208, 196), (186, 178, 164))
    colour = (34, 72, 146) if words != "books" else (150, 60, 50)
    for shelf in range(3):
        y = 90 + shelf * 360
        draw.rectangle((80, y + 310, 1520, y + 340), fill=(142, 110, 74))
        x = 110
        while x < 1450:
            w = random.randint(54, 92) if words != "books" else random.randint(22, 52)
            top = y + random.randint(0, 14) + (random.randint(0, 70) if words == "books" else 0)
            shade = (
                colour
                if words != "books"
                else random.choice(((150, 60, 50), (52, 90, 130), (70, 110, 76), (210, 196, 150)))
            )
            draw.rectangle((x, top, x + w, y + 310), fill=_vary(shade, random), outline=(30, 34, 44), width=2)
            draw.rectangle((x + 8, top + 50, x + w - 8, top + 160), fill=(244, 242, 236))
            x += w + 3


SCENES: dict[str, Callable[[ImageDraw, Random, str], None]] = {
    "field": _field,
    "road": _road,
    "bins": _bins,
    "water": _water,
    "building": _building,
    "hall": _hall,
    "board": _board,
    "sign": _sign,
    "room": _room,
    "shelf": _shelf,
}
