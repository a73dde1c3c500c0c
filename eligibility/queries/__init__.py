"""What is known of somebody's evidence and applications."""
