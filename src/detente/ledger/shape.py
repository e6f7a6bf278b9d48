"""The tables of a ledger and their columns, for whoever asks in SQL."""

import sqlite3
from collections.abc import Mapping

# Without what SQLite and the full-text index keep for themselves.
_COLUMNS = """
SELECT tables.name AS "table", columns.name AS "column", lower(columns.type) AS type
FROM pragma_table_list AS tables JOIN pragma_table_info(tables.name) AS columns
WHERE tables.schema = 'main' AND tables.type IN ('table', 'view', 'virtual') AND tables.name NOT LIKE 'sqlite%'
ORDER BY tables.name, columns.cid
"""


def tables_of(connection: sqlite3.Connection) -> Mapping[str, tuple[tuple[str, str], ...]]:
    """Table or view -> its columns in order, each with its type; the type of an expression is ""."""
    tables: dict[str, list[tuple[str, str]]] = {}
    for row in connection.execute(_COLUMNS):
        tables.setdefault(row["table"], []).append((row["column"], row["type"]))
    return {table: tuple(columns) for table, columns in tables.items()}
