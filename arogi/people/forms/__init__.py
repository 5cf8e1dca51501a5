"""What people type about persons, read and checked.

For the desk: `RegistrationForm(data, member=, today=, lives_with=)` with `new_person(registered_at_id)` and
`refuse(error)`, and `likely_for(form)`; its fields are drawn by `people/_registration_fields.html`.
"""

from arogi.people.forms.registration import RegistrationForm, housemate_asked_for, likely_for

__all__ = ["RegistrationForm", "housemate_asked_for", "likely_for"]
