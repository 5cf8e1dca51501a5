"""Ids of many rows at once."""

from uuid import UUID

from arogi.core.row_ids import RowIds


def test_ids_are_uuids_of_version_seven_that_grow():
    ids = RowIds()
    made = [ids.next() for _row in range(1000)]

    assert {UUID(each).version for each in made} == {7}
    assert {str(UUID(each)) for each in made} == set(made)
    assert made == sorted(made)


def test_two_portions_share_no_id():
    first, second = RowIds(), RowIds()

    assert not {first.next() for _row in range(1000)} & {second.next() for _row in range(1000)}
