"""The whole register at night: who seems entitled, neither receives nor applied, and what became of the call."""
