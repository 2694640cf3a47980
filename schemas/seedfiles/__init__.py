"""From seed files, YAML or NDJSON, to validated records: every fault with its file and line."""
