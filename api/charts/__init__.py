"""Records as SVG: pure functions from parsed records to bytes. Scales, ticks and the projection are detroit's (D3)."""
