"""What an attempt was worth: marking by key, marking by people, scores, their release and how long they hold."""
