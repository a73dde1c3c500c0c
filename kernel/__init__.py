"""The shared vocabulary: who acts, what is permitted, what was decided, what happened, what time it is."""
