"""What the platform costs, measured on the real server with a real PostgreSQL."""
