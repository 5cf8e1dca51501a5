"""Pages about persons, by what they are for. The person's page itself and the registration are pages of the desk."""
