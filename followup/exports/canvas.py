"""A sheet to draw charts on, in points from its upper left corner, that becomes an SVG.

Figures of matplotlib are made here, never through pyplot, which keeps every figure
in one place for the whole process and is not for threads.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Literal

from matplotlib import font_manager, rcParams
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from followup.charts.native import Series
from followup.charts.template import Palette
from followup.exports.typeface import FAMILY, REGULAR, SEMIBOLD, fitted, shown, width

WIDTH = 481.0
"""The room between the margins of an A4 page."""
SIZE, SMALL = 9.0, 7.5
_POINTS_PER_INCH = 72
_KEY_LINE = 14.0
_SQUARE = 8.0

for _file in (REGULAR, SEMIBOLD):
    font_manager.fontManager.addfont(_file)
# Text stays text, and the same drawing has the same ids. Nobody else draws with matplotlib here.
rcParams.update({"svg.fonttype": "none", "svg.hashsalt": "followup", "hatch.linewidth": 0.9})


class Canvas:
    """What is drawn so far. `y` is where the next part may begin."""

    def __init__(self, palette: Palette) -> None:
        self.palette = palette
        self.y = 0.0
        self._figure = Figure()
        self._axes = self._figure.add_axes((0, 0, 1, 1))
        self._axes.set_axis_off()

    def box(self, left: float, top: float, wide: float, high: float, series: Series) -> None:
        """A bar's part: solid, hatched or outlined as its series is."""
        is_hollow = series.is_hatched or series.is_outlined
        self._axes.add_patch(
            Rectangle(
                (left, top), wide, high,
                facecolor=self.palette.ground if is_hollow else series.color,
                edgecolor=series.color,
                linewidth=0.9 if is_hollow else 0,
                hatch="////" if series.is_hatched else None,
            )
        )  # fmt: skip

    def line(
        self, xs: Sequence[float], ys: Sequence[float], color: str, wide: float, *,
        is_dashed: bool = False, has_points: bool = False, is_faint: bool = False,
    ) -> None:  # fmt: skip
        """A line through points; one that is NaN breaks it."""
        self._axes.add_line(
            Line2D(
                xs, ys, color=color, linewidth=wide, alpha=0.35 if is_faint else 1,
                solid_capstyle="butt", linestyle=(0, (4, 2)) if is_dashed else "-",
                marker="o" if has_points else "", markersize=2.6, markeredgewidth=0,
            )
        )  # fmt: skip

    def text(
        self, left: float, baseline: float, text: str, *, size: float = SIZE,
        is_bold: bool = False, is_muted: bool = False,
        align: Literal["left", "center", "right"] = "left",
    ) -> None:  # fmt: skip
        """A line of text as it is: never a formula."""
        self._axes.text(
            left, baseline, text, ha=align, va="baseline", fontsize=size, fontfamily=FAMILY,
            fontweight=600 if is_bold else 400, parse_math=False,
            color=self.palette.muted if is_muted else self.palette.text,
        )  # fmt: skip

    def key(self, series: Sequence[Series]) -> None:
        """The names of what is drawn, each behind a square of its kind, where there are several."""
        named = {one.name: one for one in series if one.name and not one.is_hidden}
        if len(named) < 2:
            return
        left = 0.0
        for name, one in named.items():
            told = fitted(shown(name), WIDTH / 2, SIZE)
            needed = _SQUARE + 4 + width(told, SIZE) + 16
            if left and left + needed > WIDTH:
                left, self.y = 0.0, self.y + _KEY_LINE
            self.box(left + 0.5, self.y + 2, _SQUARE, _SQUARE, one)
            self.text(left + _SQUARE + 5, self.y + 9, told)
            left += needed
        self.y += _KEY_LINE + 4

    def remark(self, text: str) -> None:
        """A line below what is drawn, of what is not."""
        self.text(0, self.y + 11, text, size=SMALL, is_muted=True)
        self.y += 14

    def svg(self) -> bytes:
        """The drawing, as high as what stands on it."""
        high = max(self.y, 1.0)
        self._axes.set_xlim(0, WIDTH)
        self._axes.set_ylim(high, 0)
        self._figure.set_size_inches(WIDTH / _POINTS_PER_INCH, high / _POINTS_PER_INCH)
        content = BytesIO()
        self._figure.patch.set_alpha(0)
        self._figure.savefig(content, format="svg", metadata={"Date": None})
        return content.getvalue()
