"""What was measured, as a table and a plot in docs/performance.md, between its markers."""

# ruff: noqa: E501 - rows and commands read better on one line

from collections.abc import Iterator
from html import escape
from typing import Any, NamedTuple

from tests.serving import ROOT

PAGE = ROOT / "docs" / "performance.md"
PLOT = ROOT / "docs" / "pictures" / "performance.svg"
BEGIN, END = "<!-- measured: begin (written by make bench) -->", "<!-- measured: end -->"
_GROWTH, _TAIL, _START, _RESIDENT, _LOAD, _EXPORT, _FLAT = 1.3, 250.0, 1.0, 90.0, 0.7, 0.6, 8.0


class Row(NamedTuple):
    """A goal: `share` is how much of it was reached, 1 and more is met."""

    work: str
    measured: str
    goal: str
    share: float

    @property
    def verdict(self) -> str:
        """Met, or by how much it was missed."""
        return "met" if self.share >= 1 else f"missed by {1 - self.share:.0%}"


def rows(results: dict[str, Any]) -> list[Row]:
    """All goals that were measured."""
    return [*_ratios(results), *_growth(results), *_tails(results), *_bulk(results["bulk"])]


def _ratios(results: dict[str, Any]) -> Iterator[Row]:
    for one in results["throughput"]:
        told = f"{one['ratio']:.2f} × ({one['ours']:,.0f} to {one['theirs']:,.0f} a second)"
        yield Row(f"{one['work']}, to {one['peer']}", told, f"≥ {one['goal']:g} ×", one["ratio"] / one["goal"])


def _growth(results: dict[str, Any]) -> Iterator[Row]:
    first, last = results["sizes"][0], results["sizes"][-1]
    for one in results["growth"]:
        times = one["p50"][-1] / one["p50"][0]
        told = f"{times:.2f} × ({' → '.join(f'{value:.2f}' for value in one['p50'])} ms)"
        yield Row(f"{one['work']}, p50, {first:,} → {last:,} articles", told, f"≤ {_GROWTH} ×", _GROWTH / times)


def _tails(results: dict[str, Any]) -> Iterator[Row]:
    for one in results["tails"]:
        told = (
            f"{one['p99']:.0f} ms (p50 {one['p50']:.1f}, longest {one['longest']:.0f}; {one['late']} past the deadline)"
        )
        share = 0 if one["late"] else _TAIL / one["p99"]
        yield Row(f"{one['work']}, p99, {results['sizes'][-1]:,} articles", told, f"≤ {_TAIL:g} ms", share)


def _bulk(one: dict[str, Any]) -> Iterator[Row]:
    told = f"{one['load_ratio']:.2f} × ({one['load_rows_a_second']:,.0f} to {one['sqlite_utils_rows_a_second']:,.0f} rows a second; {one['load_cpu_ratio']:.2f} × by CPU time)"
    yield Row(f"load of {one['rows']:,} rows, to sqlite-utils", told, f"≥ {_LOAD:g} ×", one["load_ratio"] / _LOAD)
    told = f"{one['export_ratio']:.2f} × ({one['export_seconds']:.2f} s to {one['shell_seconds']:.2f} s for {one['export_megabytes']:.0f} MB)"
    yield Row("NDJSON over HTTP, to the sqlite3 shell", told, f"≥ {_EXPORT:g} ×", one["export_ratio"] / _EXPORT)
    grown = one["grown_by_mebibytes"]
    yield Row(
        "growth of the worker's own memory by exports", f"{grown:.1f} MiB", f"≤ {_FLAT:g} MiB", _FLAT / max(grown, 0.1)
    )
    yield Row(
        "start with a snapshot to the first 200",
        f"{one['start_seconds']:.2f} s",
        f"≤ {_START:g} s",
        _START / one["start_seconds"],
    )
    told = f"{one['resident_mebibytes']:.0f} MiB, {one['own_mebibytes']:.0f} of it its own and no file's"
    yield Row(
        "resident memory of a worker, after exports",
        told,
        f"≤ {_RESIDENT:g} MiB",
        _RESIDENT / one["resident_mebibytes"],
    )


def write(results: dict[str, Any]) -> None:
    """Put the table and the plot into the page."""
    found = rows(results)
    PLOT.write_text(_plot(found), encoding="utf-8")
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    PAGE.write_text(f"{before}{BEGIN}\n{_measured(results, found)}\n{END}{after}", encoding="utf-8")


def _measured(results: dict[str, Any], found: list[Row]) -> str:
    met = sum(row.share >= 1 for row in found)
    lines = [
        results["conditions"],
        "",
        f"{met} of {len(found)} goals were met.",
        "",
        "| work | measured | goal | |",
        "|---|---|---|---|",
    ]
    lines += [f"| {row.work} | {row.measured} | {row.goal} | {row.verdict} |" for row in found]
    return "\n".join([*lines, "", "![How much of each goal was reached](pictures/performance.svg)"])


_LEFT, _UNIT, _STEP, _MOST = 430, 180, 22, 2.5


def _plot(found: list[Row]) -> str:
    """A bar a goal, cut off at two and a half times the goal; the line is the goal."""
    height = 50 + _STEP * len(found)
    title = "How much of each goal was reached"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 960 {height}" font-family="sans-serif" font-size="12" role="img">',
        f'<title>{title}</title><rect width="960" height="{height}" fill="#fff"/>',
        f'<text x="12" y="22" font-size="15">{title}: the line is the goal, further right is better</text>',
    ]
    for number, row in enumerate(found):
        y, long = 40 + _STEP * number, _UNIT * min(row.share, _MOST)
        fill = "#2b6cb0" if row.share >= 1 else "#c05621"
        parts.append(f'<text x="{_LEFT - 8}" y="{y + 12}" text-anchor="end">{escape(row.work.replace("`", ""))}</text>')
        parts.append(f'<rect x="{_LEFT}" y="{y}" width="{long:.0f}" height="16" fill="{fill}"/>')
        end = _UNIT if _UNIT - 40 < long < _UNIT else long  # or the line would cross the number
        parts.append(f'<text x="{_LEFT + end + 5:.0f}" y="{y + 12}">{row.share:.2f}</text>')
    line = f'<line x1="{_LEFT + _UNIT}" x2="{_LEFT + _UNIT}" y1="34" y2="{height - 6}" stroke="#222" stroke-dasharray="4 3"/>'
    return "\n".join([*parts, line, "</svg>"]) + "\n"
