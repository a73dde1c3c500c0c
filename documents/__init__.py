"""Documents on paper: set in our own fonts, sealed by the issuer, examined when somebody brings one back."""
