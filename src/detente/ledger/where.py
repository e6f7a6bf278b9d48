"""Conditions of a query, put together; what a user gives is always a bound value, never text of the query."""


class Where:
    """Conditions that must all hold."""

    def __init__(self) -> None:
        self._conditions: list[str] = []
        self.values: list[object] = []

    def add(self, condition: str, *values: object) -> None:
        """One more condition, with the values of its question marks."""
        self._conditions.append(condition)
        self.values += values

    def contact_in(self, rest: str, *values: object) -> None:
        """The contact is one of `SELECT contact FROM` the rest."""
        self.add(f"contacts.number IN (SELECT contact FROM {rest})", *values)  # noqa: S608  (`rest` is our own text)

    def query(self, head: str, tail: str = "") -> str:
        """The whole query."""
        where = ("WHERE", " AND ".join(self._conditions)) if self._conditions else ()
        return " ".join((head, *where, tail))
