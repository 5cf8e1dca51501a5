"""Addresses of persons. `people/new/` and `people/<id>/` belong to the desk: they compose pages of several modules."""

from django.urls import include, path

from arogi.people.views import correcting, households, listing, merging, pairs, papers, reaching, registering

app_name = "people"
of_one_person = [
    path("edit/", correcting.edit, name="edit"),
    path("status/", correcting.status, name="status"),
    path("corrections/", correcting.corrections, name="corrections"),
    path("papers/add/", papers.add_identifier, name="add_identifier"),
    path("papers/<uuid:identifier_id>/", papers.change_identifier, name="change_identifier"),
    path("papers/<uuid:identifier_id>/remove/", papers.remove_identifier, name="remove_identifier"),
    path("papers/<uuid:identifier_id>/show/", papers.reveal_identifier, name="reveal_identifier"),
    path("groups/add/", papers.declare_group, name="declare_group"),
    path("groups/<uuid:membership_id>/end/", papers.end_group, name="end_group"),
    path("phones/add/", reaching.add_phone, name="add_phone"),
    path("phones/<uuid:phone_id>/", reaching.change_phone, name="change_phone"),
    path("phones/<uuid:phone_id>/remove/", reaching.remove_phone, name="remove_phone"),
    path("address/new/", reaching.move, name="move"),
    path("address/<uuid:address_id>/", reaching.correct_address, name="correct_address"),
    path("household/", households.household, name="household"),
    path("household/start/", households.start, name="start_household"),
    path("household/<uuid:household_id>/add/", households.choose_member, name="choose_member"),
    path("household/<uuid:household_id>/add/<uuid:other_id>/", households.join, name="join_household"),
    path("household/<uuid:household_id>/head/", households.change_head, name="change_head"),
    path("household/<uuid:household_id>/home/", households.describe, name="describe_household"),
    path("household/<uuid:household_id>/split/", households.split, name="split_household"),
    path("household/members/<uuid:membership_id>/relation/", households.relation, name="change_relation"),
    path("household/members/<uuid:membership_id>/leave/", households.leave, name="leave_household"),
    path("merge/", merging.choose_other, name="choose_other"),
    path("merge/<uuid:other_id>/", merging.merge, name="merge"),
    path("pair/", pairs.choose_pair, name="choose_pair"),
    path("pair/<uuid:other_id>/", pairs.raise_pair, name="raise_pair"),
]
urlpatterns = [
    path("", listing.people, name="list"),
    path("likely/", registering.likely_duplicates, name="likely_duplicates"),
    path("merges/", merging.merges, name="merges"),
    path("merges/<uuid:merge_id>/undo/", merging.undo_merge, name="undo_merge"),
    path("pairs/", pairs.pairs, name="pairs"),
    path("pairs/<uuid:pair_id>/", pairs.decide, name="decide"),
    path("<uuid:person_id>/", include(of_one_person)),
]
