"""What every module stands on: the tenancy walls, the access record, errors, values, components of the screen."""
