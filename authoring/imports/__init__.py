"""What other tools and models found in a text: read from their formats, placed in the text, made into a draft."""
