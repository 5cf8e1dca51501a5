"""How one installation is put together: environment, database server, settings, addresses."""
