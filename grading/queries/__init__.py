"""Reading what is known of scripts, marks, scores and releases."""
