"""How large requests may be, by the numbers of limits.toml, and how large what they touch is."""
