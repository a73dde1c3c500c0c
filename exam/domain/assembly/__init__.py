"""Making papers that differ and are equally hard, by integer programming over a pinned pool of questions."""
