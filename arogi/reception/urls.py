"""Addresses of the reception."""

from django.urls import path

from arogi.reception.views import appointments, contacts, earlier, open_addresses, queue, receiving

app_name = "reception"
of_contacts = [
    path("contacts/", contacts.contacts_of_day, name="contacts"),
    path("contacts/<uuid:contact_id>/", contacts.contact, name="contact"),
    path("contacts/<uuid:contact_id>/correct/", contacts.correct, name="correct_contact"),
    path("contacts/<uuid:contact_id>/cancel/", contacts.cancel, name="cancel_contact"),
    path("contacts/<uuid:contact_id>/undo/", contacts.undo, name="undo_contact"),
    path("requests/<uuid:request_id>/cancel/", contacts.cancel_request, name="cancel_request"),
    path("requests/<uuid:request_id>/done/", contacts.next_step_done, name="next_step_done"),
    path("requests/<uuid:request_id>/postpone/", contacts.postpone, name="postpone_next_step"),
    path("steps/", contacts.steps, name="steps"),
    path("networking/", contacts.networking, name="networking"),
    path("networking/<uuid:act_id>/cancel/", contacts.cancel_act, name="cancel_networking_act"),
    path("services/", contacts.catalogue, name="catalogue"),
]
of_appointments = [
    path("appointments/", appointments.day, name="appointments"),
    path("appointments/week/", appointments.week, name="appointments_week"),
    path("appointments/sheet/", appointments.day_sheet, name="day_sheet"),
    path("appointments/book/", appointments.book, name="book"),
    path("appointments/book/<uuid:person_id>/", appointments.book_for, name="book_for"),
    path("appointments/<uuid:appointment_id>/", appointments.appointment, name="appointment"),
    path("appointments/<uuid:appointment_id>/move/", appointments.move, name="move_appointment"),
    path("appointments/<uuid:appointment_id>/cancel/", appointments.cancel, name="cancel_appointment"),
    path("appointments/<uuid:appointment_id>/arrived/", appointments.arrived, name="arrived"),
    path("appointments/<uuid:appointment_id>/no-show/", appointments.no_show, name="no_show"),
    path("appointments/<uuid:appointment_id>/done/", appointments.took_place, name="took_place"),
    path("appointments/<uuid:appointment_id>/earlier/", earlier.wish, name="wish_earlier"),
    path("appointments/<uuid:appointment_id>/not-earlier/", earlier.unwish, name="unwish_earlier"),
    path("earlier/", earlier.earlier, name="earlier"),
    path("earlier/<uuid:wish_id>/offer/", earlier.offer, name="offer_earlier"),
    path("missed/", earlier.missed, name="missed"),
    path("appointments/events/<uuid:event_id>/undo/", appointments.undo, name="undo_appointment"),
]
of_receiving = [
    path("structures/<uuid:structure_id>/", receiving.modes, name="modes"),
    path("structures/<uuid:structure_id>/lengths/", receiving.lengths, name="lengths"),
    path("modes/<uuid:mode_id>/remove/", receiving.remove_mode, name="remove_mode"),
    path("absences/", receiving.absences, name="absences"),
    path("absences/<uuid:absence_id>/remove/", receiving.remove_absence, name="remove_absence"),
]
of_the_queue = [
    path("queue/", queue.queue, name="queue"),
    path("queue/<uuid:structure_id>/take/", queue.take, name="take_ticket"),
    path("queue/<uuid:structure_id>/call/", queue.call, name="call"),
    path("queue/tickets/<uuid:ticket_id>/again/", queue.call_again, name="call_again"),
    path("queue/tickets/<uuid:ticket_id>/served/", queue.served, name="served"),
    path("queue/tickets/<uuid:ticket_id>/skipped/", queue.skipped, name="skipped"),
]
of_addresses = [
    path("calendar/", open_addresses.own_calendar, name="own_calendar"),
    path("calendar/revoke/", open_addresses.revoke_calendar, name="revoke_calendar"),
    path("calendar/<slug:slug>/<str:token>.ics", open_addresses.calendar_file, name="calendar_file"),
    path("screen/<slug:slug>/<str:token>/", open_addresses.screen, name="screen"),
    path("structures/<uuid:structure_id>/screen/", open_addresses.screen_address, name="screen_address"),
    path("structures/<uuid:structure_id>/screen/revoke/", open_addresses.revoke_screen, name="revoke_screen"),
]
urlpatterns = [*of_contacts, *of_appointments, *of_receiving, *of_the_queue, *of_addresses]
