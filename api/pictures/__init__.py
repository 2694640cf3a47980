"""Pictures of records as SVG documents: pure functions from records, as their JSON has them, to bytes.

Scales, ticks and the map's projection come from detroit (D3 in Python); the marks are drawn here.
"""

from api.pictures.bars import counts_svg
from api.pictures.figures import figures_svg
from api.pictures.map import map_svg
from api.pictures.timeline import timeline_svg

__all__ = ["counts_svg", "figures_svg", "map_svg", "timeline_svg"]
