"""Charts as inline SVG, drawn by Vega-Lite without a browser or a network.

Ink and lines have marker colours that the page's style sheet turns into its own, so that a chart
is right in light and dark. Grammar: https://vega.github.io/vega-lite/
"""

import re
from collections.abc import Sequence
from html import escape
from typing import Any
from zlib import crc32

from pipeline.core.errors import MissingExtraError

INK, LINE, FILL = "#010203", "#040506", "#2f6fb3"
_CONFIG = {
    "background": "transparent",
    "font": "sans-serif",
    "view": {"stroke": None},
    "axis": {
        "labelColor": INK,
        "titleColor": INK,
        "domainColor": LINE,
        "tickColor": LINE,
        "gridColor": LINE,
        "gridOpacity": 0.35,
        "labelFontSize": 13,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "labelLimit": 240,
    },
    "text": {"color": INK, "fontSize": 12},
}


def bars(rows: Sequence[tuple[str, int]], about: str) -> str:
    """Horizontal bars, longest first as given: ``(label, count)``."""
    values = [{"label": label, "count": count} for label, count in rows]
    place = {"field": "label", "type": "nominal", "sort": None, "title": None}
    count = {"field": "count", "type": "quantitative"}
    axis = {"title": None, "tickMinStep": 1, "format": "d"}
    return _draw(
        {
            "data": {"values": values},
            "width": 420,
            "height": {"step": 23},
            "encoding": {"y": place, "x": count | {"axis": axis}},
            "layer": [
                {"mark": {"type": "bar", "color": FILL, "cornerRadiusEnd": 2}},
                {
                    "mark": {"type": "text", "align": "left", "dx": 4, "color": INK},
                    "encoding": {"text": count},
                },
            ],
        },
        about,
    )


def strokes(
    rows: Sequence[tuple[str, float]], order: Sequence[str], about: str, scales: Sequence[str]
) -> str:
    """A stroke a value on a logarithmic scale, a line a label: ``(label, value)``.

    ``scales`` are the words for 10¹², 10⁹, 10⁶ and 10³ on the axis.
    """
    values = [{"label": label, "value": value} for label, value in rows]
    said = "".join(
        f"datum.value >= 1e{power} ? datum.value / 1e{power} + ' {word}' : "
        for power, word in zip((12, 9, 6, 3), scales, strict=True)
    )
    axis = {"title": None, "tickCount": 6, "labelExpr": said + "format(datum.value, '~g')"}
    return _draw(
        {
            "data": {"values": values},
            "width": 420,
            "height": {"step": 27},
            "mark": {"type": "tick", "thickness": 2, "size": 18, "opacity": 0.6, "color": FILL},
            "encoding": {
                "y": {"field": "label", "type": "nominal", "sort": list(order), "title": None},
                "x": {
                    "field": "value",
                    "type": "quantitative",
                    "scale": {"type": "log", "nice": True},
                    "axis": axis,
                },
            },
        },
        about,
    )


def heat(cells: Sequence[tuple[str, str, int]], about: str) -> str:
    """A matrix of counts: ``(row, column, count)``, rows and columns in order of appearance."""
    values = [{"row": row, "column": column, "count": n} for row, column, n in cells]
    most = max((n for *_, n in cells), default=1)
    rows = list(dict.fromkeys(row for row, *_ in cells))
    columns = list(dict.fromkeys(column for _, column, _ in cells))
    field = {"type": "nominal", "title": None}
    ink = {
        "condition": {"test": f"datum.count > {most * 0.6}", "value": "#ffffff"},
        "value": "#10243a",
    }
    return _draw(
        {
            "data": {"values": values},
            "width": {"step": 40},
            "height": {"step": 30},
            "encoding": {
                "y": field | {"field": "row", "sort": rows},
                "x": field
                | {
                    "field": "column",
                    "sort": columns,
                    "axis": {"orient": "top", "labelAngle": -45},
                },
            },
            "layer": [
                {
                    "mark": {"type": "rect", "cornerRadius": 3},
                    "encoding": {
                        "color": {
                            "field": "count",
                            "type": "quantitative",
                            "legend": None,
                            "scale": {"range": ["#d5e5f5", "#0f3d73"], "domainMin": 1},
                        }
                    },
                },
                {
                    "mark": {"type": "text"},
                    "encoding": {"text": {"field": "count", "type": "quantitative"}, "color": ink},
                },
            ],
        },
        about,
    )


def _draw(spec: dict[str, Any], about: str) -> str:
    try:
        import vl_convert
    except ImportError:
        raise MissingExtraError("drawing charts", "report") from None
    schema = "https://vega.github.io/schema/vega-lite/v5.json"
    svg = vl_convert.vegalite_to_svg({"$schema": schema, "config": _CONFIG} | spec)
    return _named(svg, about)


def _named(svg: str, about: str) -> str:
    """The picture with a name for screen readers, without inner roles, its ids its own.

    Vega counts clip paths on from picture to picture of a process; the same page must come out
    the same whatever was drawn before it.
    """
    ids = list(dict.fromkeys(re.findall(r'id="(clip\d+)"', svg)))
    mine = {old: f"c{crc32(about.encode()):08x}-{n}" for n, old in enumerate(ids)}
    svg = re.sub(r"\bclip\d+\b", lambda m: mine.get(m[0], m[0]), svg)
    svg = re.sub(r"<title>.*?</title>|<style>.*?</style>", "", svg, flags=re.DOTALL)
    svg = re.sub(r' (aria-[\w-]+|role|xmlns:xlink)="[^"]*"', "", svg)
    return svg.replace("<svg ", f'<svg role="img" aria-label="{escape(about)}" ', 1)
