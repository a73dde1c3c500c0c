"""Where things are kept: tables, transactions and files. Knows no rules."""
