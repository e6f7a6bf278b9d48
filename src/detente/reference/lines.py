"""On which line of a language file something stands, for the messages about mistakes."""


def table_line(text: str, table: str, index: int) -> int:
    """Line on which the table number `index` of that name begins, 1-based."""
    found = -1
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip() == f"[[{table}]]":
            found += 1
            if found == index:
                return number
    return 1


def line_of(text: str, message: str) -> int:
    """The line that a validation message such as "... - at `$.cue[3].means`" points at."""
    place = message.rpartition("`$.")[2].rstrip("`")
    table, _, rest = place.partition("[")
    if rest and rest.split("]")[0].isdigit():
        return table_line(text, table, int(rest.split("]")[0]))
    heading = f"[{place.split('.')[0].split('[')[0]}]"
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip() == heading:
            return number
    return 1
