"""The one statement that answers a question of the activity report.

Its texts come from this package only; all values are parameters: `here` (the municipality), `since`, `until`,
`structures`. Its rows are: a kind (`row`, `totals`, `months`), the dimensions as text, the measures.
"""

from __future__ import annotations

from collections.abc import Sequence

from arogi.reports.dimensions import Dimension, Level


def write_statement(by: Sequence[Dimension], *, only_some: bool, in_country: bool, has_past: bool) -> str:
    """Write the statement.

    Args:
        by: the dimensions, in the order of the columns.
        only_some: only the structures of the parameter.
        in_country: over all municipalities, not only over `here`.
        has_past: there are requests before the period, so somebody seen in it may be no newcomer.
    """
    columns = [f"d{place}" for place in range(len(by))]
    condition = _condition(only_some=only_some, in_country=in_country)
    visits = " UNION ALL ".join(_branch(by, columns, condition, is_known=is_known) for is_known in (True, False))
    parts = [f"visits AS MATERIALIZED ({visits})"]
    if has_past:
        parts.append(f"newcomers AS MATERIALIZED ({_NEWCOMERS})")
    parts.append(f"seen AS MATERIALIZED ({_SEEN_WITH_PAST if has_past else _SEEN_FROM_THE_START})")
    answers = [_totals(columns)]
    if columns:
        answers.append(_rows(by, columns))
    answers += [
        _person_months(columns, column)
        for column, dimension in zip(columns, by, strict=True)
        if dimension.code == "month"
    ]
    return f"WITH {', '.join(parts)} {' UNION ALL '.join(answers)}"


def _condition(*, only_some: bool, in_country: bool) -> str:
    conditions = ["r.date BETWEEN %(since)s AND %(until)s", "NOT r.is_cancelled"]
    if not in_country:
        conditions.append("r.municipality_id = %(here)s")
    if only_some:
        conditions.append("r.structure_id = ANY(%(structures)s)")
    return " AND ".join(conditions)


def _branch(by: Sequence[Dimension], columns: Sequence[str], condition: str, *, is_known: bool) -> str:
    """Write the part of `visits` for known persons, or the one for anonymous contacts."""
    values = {column: _line_value(dimension, is_known=is_known) for column, dimension in zip(columns, by, strict=True)}
    needs = _needs(by) if is_known else {"contact", *_needs(by)} - {"person"}
    splits_contacts = any(dimension.level is Level.REQUEST for dimension in by)
    contacts = "count(DISTINCT r.contact_id)" if splits_contacts else "count(*) FILTER (WHERE r.position = 1)"
    person = "r.person_id" if is_known else "NULL::uuid AS person_id"
    selected = "".join(f", {value} AS {column}" for column, value in values.items())
    # A value that is no expression over the rows (NULL, or the structure that is there anyhow) is not grouped by.
    grouped = "".join(f", {value}" for value in values.values() if value.startswith(("NULL", "r.struct")) is False)
    return f"""
        SELECT r.municipality_id, {person}, r.structure_id{selected}, count(*) AS requests, {contacts} AS contacts,
               count(*) FILTER (WHERE r.position = 1) AS opened
          FROM reception_request r {" ".join(_JOINS[need] for need in _JOIN_ORDER if need in needs)}
         WHERE {condition} AND r.person_id IS {"NOT NULL" if is_known else "NULL"}
         GROUP BY r.municipality_id{", r.person_id" if is_known else ""}, r.structure_id{grouped}
    """  # noqa: S608


def _line_value(dimension: Dimension, *, is_known: bool) -> str:
    if not is_known:
        return dimension.anonymous
    # Facts of the person are joined later, once for each person instead of once for each request.
    return "NULL::text" if dimension.level is Level.PERSON else dimension.known


def _needs(by: Sequence[Dimension]) -> set[str]:
    return {need for dimension in by for need in dimension.needs}


_JOIN_ORDER = ("service", "contact", "person")
_JOINS = {
    "service": "JOIN reception_centreservice v ON v.municipality_id = r.municipality_id AND v.id = r.service_id",
    "contact": "JOIN reception_contact c ON c.municipality_id = r.municipality_id AND c.id = r.contact_id",
    "person": "JOIN people_person p ON p.municipality_id = r.municipality_id AND p.id = r.person_id",
}
_NEWCOMERS = """
    SELECT pair.*, pair.is_new_here AND NOT EXISTS (
               SELECT 1 FROM reception_request e
                WHERE e.municipality_id = pair.municipality_id AND e.person_id = pair.person_id
                  AND e.date < %(since)s AND NOT e.is_cancelled) AS is_new
      FROM (SELECT once.*, NOT EXISTS (
                       SELECT 1 FROM reception_request e
                        WHERE e.municipality_id = once.municipality_id AND e.person_id = once.person_id
                          AND e.structure_id = once.structure_id AND e.date < %(since)s AND NOT e.is_cancelled
                   ) AS is_new_here
              FROM (SELECT DISTINCT municipality_id, person_id, structure_id FROM visits
                     WHERE person_id IS NOT NULL) once) pair
"""
_SEEN_WITH_PAST = """
    SELECT v.*, coalesce(n.is_new, false) AS is_new, coalesce(n.is_new_here, false) AS is_new_here
      FROM visits v LEFT JOIN newcomers n ON n.municipality_id = v.municipality_id AND n.person_id = v.person_id
                                         AND n.structure_id = v.structure_id
"""
_SEEN_FROM_THE_START = "SELECT v.*, true AS is_new, true AS is_new_here FROM visits v"
_MEASURES = """
    count(person_id), count(person_id) FILTER (WHERE is_new), count(person_id) FILTER (WHERE is_new_here),
    coalesce(sum(contacts), 0)::bigint, coalesce(sum(requests), 0)::bigint,
    coalesce(sum(contacts) FILTER (WHERE person_id IS NULL), 0)::bigint
"""


def _totals(columns: Sequence[str]) -> str:
    return f"""
        SELECT 'totals', {"".join("NULL::text, " for _column in columns)}{_MEASURES}
          FROM (SELECT municipality_id, person_id, bool_or(is_new) AS is_new, bool_or(is_new_here) AS is_new_here,
                       sum(requests) AS requests, sum(opened) AS contacts
                  FROM seen GROUP BY municipality_id, person_id) person
    """  # noqa: S608


def _rows(by: Sequence[Dimension], columns: Sequence[str]) -> str:
    of_person = {column for column, dimension in zip(columns, by, strict=True) if dimension.level is Level.PERSON}
    values = ", ".join(
        f"coalesce(p.sex, s.{column}) AS {column}" if column in of_person else f"s.{column}" for column in columns
    )
    join = (
        "LEFT JOIN people_person p ON p.municipality_id = s.municipality_id AND p.id = s.person_id" if of_person else ""
    )
    cells = f"""
        SELECT s.municipality_id, s.person_id, {values}, s.requests, s.contacts, s.is_new, s.is_new_here
          FROM seen s {join}
    """  # noqa: S608
    listed = ", ".join(columns)
    if "structure" not in {dimension.code for dimension in by}:
        # A person who was in two structures stands in `seen` twice.
        cells = f"""
            SELECT person_id, {listed}, sum(requests) AS requests, sum(contacts) AS contacts,
                   bool_or(is_new) AS is_new, bool_or(is_new_here) AS is_new_here
              FROM ({cells}) cell GROUP BY municipality_id, person_id, {listed}
        """  # noqa: S608
    as_text = ", ".join(f"{column}::text" for column in columns)
    return f"SELECT 'row', {as_text}, {_MEASURES} FROM ({cells}) cell GROUP BY {listed}"  # noqa: S608


def _person_months(columns: Sequence[str], month: str) -> str:
    return f"""
        SELECT 'months', {"".join("NULL::text, " for _column in columns)}count(*), 0, 0, 0, 0, 0
          FROM (SELECT DISTINCT municipality_id, person_id, {month} FROM visits WHERE person_id IS NOT NULL) months
    """  # noqa: S608
