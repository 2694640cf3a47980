"""Tools for whoever models an article: they know texts and seeds, and the server never imports them."""
