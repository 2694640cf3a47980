"""Pictures of records as SVG documents: pure functions from records, as their JSON has them, to bytes.

Scales, ticks and the map's projection come from detroit (D3 in Python); the marks are drawn here.
"""

from api.charts.bars import counts_svg
from api.charts.comparison import comparison_svg
from api.charts.figures import figures_svg
from api.charts.map import map_svg
from api.charts.timeline import timeline_svg

__all__ = ["comparison_svg", "counts_svg", "figures_svg", "map_svg", "timeline_svg"]
