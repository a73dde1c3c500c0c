"""Each role's first page: what to do next. Reads everything, owns no table."""
