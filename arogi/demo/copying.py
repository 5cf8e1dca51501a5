"""Many rows of several tables at once, by COPY, with the application's own rights.

Row-level security keeps COPY out of the tables themselves, so the rows go through a temporary table of the same columns
and one INSERT ... SELECT, which every policy, key and check of the table sees.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from arogi.core import tenancy

Value = str | int | bool | bytes | object | None


class Sheet:
    """Rows of one table of the entered municipality, before they are written.

    Args:
        table: as the database calls it.
        columns: what each row gives, in this order; `municipality_id` and `version` are added where they belong.
    """

    def __init__(self, table: str, columns: Sequence[str], *, is_recorded: bool = True) -> None:
        self.table = table
        self._columns = (*columns, "municipality_id", *(("version",) if is_recorded else ()))
        self._constant: tuple[object, ...] = (tenancy.current_municipality_id(), *((1,) if is_recorded else ()))
        self._rows: list[tuple[Value, ...]] = []

    def __len__(self) -> int:
        return len(self._rows)

    def add(self, *values: Value) -> None:
        """Add one row.

        Raises:
            ValueError: it has not as many values as there are columns.
        """
        row = (*values, *self._constant)
        if len(row) != len(self._columns):
            raise ValueError(f"{self.table}: {len(row)} values for {len(self._columns)} columns")
        self._rows.append(row)

    def write(self) -> int:
        """Write the rows, forget them, and say how many they were."""
        columns = ", ".join(f'"{column}"' for column in self._columns)
        rows, self._rows = self._rows, []
        with connection.cursor() as cursor:
            cursor.execute(
                f"CREATE TEMPORARY TABLE sheet AS SELECT {columns} FROM {self.table} WITH NO DATA"  # noqa: S608
            )
            with cursor.copy(f"COPY sheet ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            cursor.execute(f"INSERT INTO {self.table} ({columns}) SELECT {columns} FROM sheet")  # noqa: S608
            cursor.execute("DROP TABLE sheet")
        return len(rows)


def write_all(sheets: Sequence[Sheet]) -> dict[str, int]:
    """Write sheets in the order given (rows that are pointed at come first); give the number of rows by table."""
    return {sheet.table: sheet.write() for sheet in sheets}
