"""The one statement that answers a question of the activity report.

Its texts come from this package only; all values are parameters: `here` (the municipality) or `part` (several),
`since`, `until`, `structures`. Its rows are: a kind (`row`, `totals`, `months`), the dimensions as text, the measures.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from arogi.reports.dimensions import Dimension, Level


def write_statement(by: Sequence[Dimension], *, only_some: bool, in_country: bool, has_past: bool) -> str:
    """Write the statement.

    `visits` has one line for each known person, structure and combination of dimensions, in the order of persons, which
    the index gives for nothing; `strangers` has one for each structure and combination of anonymous contacts. `seen` is
    `visits` with the answer to "was this person here before?".

    Args:
        by: the dimensions, in the order of the columns.
        only_some: only the structures of the parameter.
        in_country: over all municipalities, not only over `here`.
        has_past: there are requests before the period, so somebody seen in it may be no newcomer.
    """
    columns = {f"d{place}": dimension for place, dimension in enumerate(by)}
    within = _PART if in_country else _HERE
    condition = _condition(within, only_some=only_some)
    parts = [
        f"visits AS MATERIALIZED ({_visits(columns, condition, within)})",
        f"strangers AS MATERIALIZED ({_strangers(columns, condition, within)})",
    ]
    if has_past:
        parts += [f"newcomers AS MATERIALIZED ({_NEWCOMERS})", f"seen AS MATERIALIZED ({_SEEN_WITH_PAST})"]
    else:
        parts.append(f"seen AS NOT MATERIALIZED ({_SEEN_FROM_THE_START})")
    answers = [_totals(columns)]
    if columns:
        answers.append(_rows(columns, within))
    answers += [_person_months(columns, name) for name, dimension in columns.items() if dimension.code == "month"]
    return f"WITH {', '.join(parts)} {' UNION ALL '.join(answers)}"


# Which municipalities are read, said of each table: the planner carries an equality from one table to the next, but no
# list.
_HERE = "{table}.municipality_id = %(here)s"
_PART = "{table}.municipality_id = ANY(%(part)s)"


def _condition(within: str, *, only_some: bool) -> str:
    conditions = [within.format(table="r"), "r.date BETWEEN %(since)s AND %(until)s", "NOT r.is_cancelled"]
    if only_some:
        conditions.append("r.structure_id = ANY(%(structures)s)")
    return " AND ".join(conditions)


Columns = Mapping[str, Dimension]


def _visits(columns: Columns, condition: str, within: str) -> str:
    # Facts of the person are joined later, once for each person instead of once for each request.
    values = {name: dimension.known for name, dimension in columns.items() if dimension.level is not Level.PERSON}
    needs = {need for dimension in columns.values() for need in dimension.needs}
    keys = ("r.municipality_id", "r.person_id", "r.structure_id")
    return _counted(columns, values, needs, keys, f"{condition} AND r.person_id IS NOT NULL", within)


def _strangers(columns: Columns, condition: str, within: str) -> str:
    values = {name: dimension.anonymous for name, dimension in columns.items()}
    needs = {need for dimension in columns.values() for need in dimension.needs} - {"person", "contact"}
    if any("c." in value for value in values.values()):
        needs.add("stranger")
    keys = ("r.municipality_id", "r.structure_id")
    return _counted(columns, values, needs, keys, f"{condition} AND r.person_id IS NULL", within)


def _counted(
    columns: Columns, values: Mapping[str, str], needs: set[str], keys: tuple[str, ...], condition: str, within: str
) -> str:
    """Write one of the two parts that go over the requests themselves."""
    splits_contacts = any(dimension.level is Level.REQUEST for dimension in columns.values())
    contacts = "count(DISTINCT r.contact_id)" if splits_contacts else "count(*) FILTER (WHERE r.position = 1)"
    selected = ", ".join([*keys, *(f"{value} AS {name}" for name, value in values.items())])
    grouped = ", ".join([*keys, *(value for value in values.values() if value not in keys)])
    return f"""
        SELECT {selected}, count(*)::int AS requests, ({contacts})::int AS contacts,
               (count(*) FILTER (WHERE r.position = 1))::int AS opened
          FROM reception_request r {_joined(needs, within)}
         WHERE {condition}
         GROUP BY {grouped}
    """  # noqa: S608


def _joined(needs: set[str], within: str) -> str:
    joins = [(table, on) for need, (table, on) in _JOINS.items() if need in needs]
    return " ".join(f"JOIN {table} ON {on} AND {within.format(table=table.split()[-1])}" for table, on in joins)


# What dimensions need: the table with its alias, and how it hangs together with the request.
_JOINS = {
    "service": ("reception_centreservice v", "v.municipality_id = r.municipality_id AND v.id = r.service_id"),
    "contact": ("reception_contact c", "c.municipality_id = r.municipality_id AND c.id = r.contact_id"),
    # The same for anonymous contacts, said so that their own small index serves.
    "stranger": (
        "reception_contact c",
        "c.municipality_id = r.municipality_id AND c.id = r.contact_id "
        "AND c.person_id IS NULL AND c.cancelled_at IS NULL AND c.date BETWEEN %(since)s AND %(until)s",
    ),
    "person": ("people_person p", "p.municipality_id = r.municipality_id AND p.id = r.person_id"),
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
              FROM (SELECT DISTINCT municipality_id, person_id, structure_id FROM visits) once) pair
"""
_SEEN_WITH_PAST = """
    SELECT v.*, n.is_new, n.is_new_here
      FROM visits v JOIN newcomers n ON n.municipality_id = v.municipality_id AND n.person_id = v.person_id
                                    AND n.structure_id = v.structure_id
"""
_SEEN_FROM_THE_START = "SELECT v.*, true AS is_new, true AS is_new_here FROM visits v"
_OF_PERSONS = """
    count(*) AS persons, count(*) FILTER (WHERE is_new) AS new_persons,
    count(*) FILTER (WHERE is_new_here) AS new_persons_here, sum(contacts) AS contacts, sum(requests) AS requests
"""


def _totals(columns: Columns) -> str:
    nothing = "".join("NULL::text, " for _column in columns)
    return f"""
        SELECT 'totals', {nothing}known.persons, known.new_persons, known.new_persons_here,
               coalesce(known.contacts, 0)::bigint + unknown.contacts,
               coalesce(known.requests, 0)::bigint + unknown.requests,
               unknown.contacts
          FROM (SELECT {_OF_PERSONS}
                  FROM (SELECT bool_or(is_new) AS is_new, bool_or(is_new_here) AS is_new_here,
                               sum(requests) AS requests, sum(opened) AS contacts
                          FROM seen GROUP BY municipality_id, person_id) person) known
         CROSS JOIN (SELECT coalesce(sum(opened), 0) AS contacts, coalesce(sum(requests), 0) AS requests
                       FROM strangers) unknown
    """  # noqa: S608


def _rows(columns: Columns, within: str) -> str:
    listed = ", ".join(columns)
    return f"""
        SELECT 'row', {", ".join(f"{column}::text" for column in columns)}, sum(persons)::bigint,
               sum(new_persons)::bigint, sum(new_persons_here)::bigint, sum(contacts)::bigint, sum(requests)::bigint,
               sum(anonymous)::bigint
          FROM (SELECT {listed}, {_OF_PERSONS}, 0 AS anonymous FROM ({_cells(columns, within)}) cell GROUP BY {listed}
                UNION ALL
                SELECT {listed}, 0, 0, 0, sum(contacts), sum(requests), sum(contacts) FROM strangers GROUP BY {listed}
               ) part
         GROUP BY {listed}
    """  # noqa: S608


def _cells(columns: Columns, within: str) -> str:
    """Write what each person counts for in each row."""
    of_person = {name: dimension.known for name, dimension in columns.items() if dimension.level is Level.PERSON}
    values = ", ".join(f"{of_person[name]} AS {name}" if name in of_person else f"s.{name}" for name in columns)
    join = ""
    if of_person:
        its = within.format(table="p")
        join = f"JOIN people_person p ON p.municipality_id = s.municipality_id AND p.id = s.person_id AND {its}"
    cells = f"""
        SELECT s.municipality_id, s.person_id, {values}, s.requests, s.contacts, s.is_new, s.is_new_here
          FROM seen s {join}
    """  # noqa: S608
    if "structure" in {dimension.code for dimension in columns.values()}:
        return cells
    # A person who was in two structures stands in `seen` twice.
    listed = ", ".join(columns)
    return f"""
        SELECT {listed}, sum(requests) AS requests, sum(contacts) AS contacts, bool_or(is_new) AS is_new,
               bool_or(is_new_here) AS is_new_here
          FROM ({cells}) cell GROUP BY municipality_id, person_id, {listed}
    """  # noqa: S608


def _person_months(columns: Columns, month: str) -> str:
    nothing = "".join("NULL::text, " for _column in columns)
    return f"""
        SELECT 'months', {nothing}count(*), 0, 0, 0, 0, 0
          FROM (SELECT DISTINCT municipality_id, person_id, {month} FROM visits) months
    """  # noqa: S608
