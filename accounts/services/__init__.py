"""What people can wish of accounts."""
