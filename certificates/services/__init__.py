"""What is done with certificates: issued, decided about, verified, kept in force by credits."""
