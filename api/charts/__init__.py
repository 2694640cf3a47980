"""Records as SVG. `pictures` has what draws them; importing it loads what no other answer needs."""
