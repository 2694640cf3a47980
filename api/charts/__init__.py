"""Records as SVG documents: pure functions from parsed records to bytes.

Scales, ticks and the map's projection come from detroit (D3 in Python); the marks are drawn here.
"""
