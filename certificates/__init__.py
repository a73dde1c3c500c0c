"""What a pass proves: certificates issued, verified by strangers, kept in force by credits, and revoked."""
