"""Who may sit: the evidence people hand in, the conditions of each level, applications and their decisions."""
