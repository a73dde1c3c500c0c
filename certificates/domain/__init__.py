"""The rules of certificates and credits, without a database."""
