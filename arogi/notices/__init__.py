"""Short messages that leave: e-mail and SMS to persons, only where it is safe and wanted (ειδοποιήσεις)."""
