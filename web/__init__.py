"""What all pages share: access, errors, languages, navigation, and the settings they run under."""
