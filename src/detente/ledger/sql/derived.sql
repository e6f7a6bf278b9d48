-- What follows from the rows of 001.sql: dropped and made anew at will. What is dropped is that of this file (`main`):
-- a ledger as of a day has the whole one attached, whose tables of the same names must stay.

DROP VIEW IF EXISTS main.forwards;
DROP VIEW IF EXISTS main.told;
DROP TABLE IF EXISTS main.standing;
DROP TABLE IF EXISTS main.items;
DROP TABLE IF EXISTS main.item_pairs;
DROP TABLE IF EXISTS main.links;
DROP TABLE IF EXISTS main.origins;
DROP TABLE IF EXISTS main.contacts;
DROP TABLE IF EXISTS main.contact_reports;
DROP TABLE IF EXISTS main.marks;
DROP TABLE IF EXISTS main.marked;
DROP TABLE IF EXISTS main.mark_bits;
DROP TABLE IF EXISTS main.person_offices;
DROP TABLE IF EXISTS main.tellings;
DROP TABLE IF EXISTS main.contact_pairs;
DROP TABLE IF EXISTS main.channels;
DROP TABLE IF EXISTS main.promises;
DROP TABLE IF EXISTS main.offices_taken_in;
DROP TABLE IF EXISTS main.progress;

-- Current reports, each with the item (claims that say the same) it belongs to.
CREATE TABLE standing (
    report INTEGER PRIMARY KEY REFERENCES reports,
    handle TEXT NOT NULL,
    document INTEGER NOT NULL REFERENCES documents,
    item INTEGER NOT NULL
) STRICT;
CREATE INDEX standing_by_item ON standing (item);
CREATE INDEX standing_by_document ON standing (document);
CREATE INDEX standing_by_handle ON standing (handle);
CREATE TABLE items (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE
) STRICT;
-- Where to look for the like of an item: two of its sides and the days on which it may be.
CREATE TABLE item_pairs (
    pair TEXT NOT NULL,
    first TEXT NOT NULL,           -- '' when unknown
    last TEXT NOT NULL,
    item INTEGER NOT NULL,
    PRIMARY KEY (pair, first, last, item)
) STRICT, WITHOUT ROWID;
CREATE INDEX item_pairs_of_item ON item_pairs (item);
CREATE TABLE links (
    item INTEGER NOT NULL,
    other INTEGER NOT NULL,
    points REAL NOT NULL,
    PRIMARY KEY (item, other)
) STRICT, WITHOUT ROWID;

-- The text that a document is a copy of, named by the least key among its copies.
CREATE TABLE origins (
    document INTEGER PRIMARY KEY REFERENCES documents,
    origin TEXT NOT NULL
) STRICT;
CREATE INDEX documents_of_origin ON origins (origin);

CREATE TABLE contacts (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    status TEXT NOT NULL,
    sides TEXT NOT NULL,
    parties TEXT NOT NULL,
    first TEXT,
    last TEXT,
    precision TEXT,
    place TEXT NOT NULL,
    asked_by TEXT NOT NULL,
    topics TEXT NOT NULL,
    outcomes TEXT NOT NULL,
    told_by TEXT NOT NULL,
    reports INTEGER NOT NULL,      -- three counts that are never added up
    documents INTEGER NOT NULL,
    origins INTEGER NOT NULL,
    accounts INTEGER NOT NULL,     -- fields that are told differently
    confirmed_by TEXT NOT NULL,
    day TEXT NOT NULL              -- what lists sort by: the last possible day, else that of the first report
) STRICT;
CREATE INDEX contacts_by_day ON contacts (day, id, first);  -- `first` so that periods are counted in the index alone
CREATE TABLE contact_reports (
    report INTEGER PRIMARY KEY REFERENCES reports,
    contact INTEGER NOT NULL
) STRICT;
CREATE INDEX reports_of_contact ON contact_reports (contact);
-- The values that contacts are filtered by, and the contacts that have them (marks.py).
CREATE TABLE marks (
    id INTEGER PRIMARY KEY,
    field TEXT NOT NULL,           -- side, dyad, kind, status, topic, place, office, person, name (of somebody whom the
                                   -- registry does not know), word (of a name), outlet, lang; held on a day known to a
                                   -- month, wide for what is known to more than a month only, undated for no day at all
    value TEXT NOT NULL,
    contacts INTEGER NOT NULL DEFAULT 0,
    held INTEGER NOT NULL DEFAULT 0,   -- of these, held on a day known to a month
    UNIQUE (field, value)
) STRICT;
CREATE INDEX marks_by_contacts ON marks (field, contacts DESC, value);
CREATE TABLE marked (
    mark INTEGER NOT NULL,
    day TEXT NOT NULL,             -- that of `contacts`
    contact INTEGER NOT NULL,
    first TEXT NOT NULL,           -- first possible day, else `day`
    PRIMARY KEY (mark, day, contact)
) STRICT, WITHOUT ROWID;
CREATE TABLE mark_bits (
    mark INTEGER NOT NULL,
    block INTEGER NOT NULL,        -- number of the contact divided by 63; the remainder is its bit
    bits INTEGER NOT NULL,
    PRIMARY KEY (mark, block)
) STRICT, WITHOUT ROWID;
-- For whom, and as what, persons take part in contacts.
CREATE TABLE person_offices (
    person TEXT NOT NULL,          -- id of the registry, else the name
    side TEXT NOT NULL,
    office TEXT NOT NULL,          -- '' when unsaid
    contacts INTEGER NOT NULL,
    PRIMARY KEY (person, side, office)
) STRICT, WITHOUT ROWID;
CREATE INDEX person_offices_by_side ON person_offices (side, person);
-- The sentences that tell of a contact: all that any value of its reports rests on.
CREATE TABLE tellings (
    contact INTEGER NOT NULL,
    sentence INTEGER NOT NULL REFERENCES sentences,
    day TEXT NOT NULL,             -- that of `contacts`
    PRIMARY KEY (contact, sentence)
) STRICT, WITHOUT ROWID;
CREATE INDEX tellings_by_sentence ON tellings (sentence, contact, day);
-- Two ends of a channel on different sides: states (RU, US), offices (RU: president), bodies (RU: SVR).
CREATE TABLE contact_pairs (
    a TEXT NOT NULL,
    b TEXT NOT NULL,
    day TEXT NOT NULL,
    contact INTEGER NOT NULL,
    PRIMARY KEY (a, b, day, contact)
) STRICT, WITHOUT ROWID;
CREATE INDEX pairs_of_contact ON contact_pairs (contact);
CREATE TABLE channels (
    a TEXT NOT NULL,
    b TEXT NOT NULL,
    level TEXT NOT NULL,           -- state, office or body
    contacts INTEGER NOT NULL,
    held INTEGER NOT NULL,         -- of these, held on a day known to a month
    first TEXT NOT NULL,           -- of those held, '' without any
    last TEXT NOT NULL,
    gaps TEXT NOT NULL,            -- days between one held day and the next, sorted
    PRIMARY KEY (a, b)
) STRICT, WITHOUT ROWID;
CREATE INDEX channels_by_level ON channels (level, contacts DESC, a, b);
CREATE TABLE promises (
    id TEXT PRIMARY KEY,
    contact INTEGER NOT NULL,
    kind TEXT NOT NULL,
    by TEXT NOT NULL,
    sides TEXT NOT NULL,
    topics TEXT NOT NULL,
    said TEXT NOT NULL,            -- day of publication of the first report that tells it
    due_first TEXT,
    due_last TEXT,
    regular INTEGER NOT NULL,
    state TEXT NOT NULL,           -- open, kept or withdrawn; overdue is what is open after its last day
    settled_by TEXT NOT NULL,      -- handle of the report that settled it, '' while open
    settled_on TEXT NOT NULL,
    report TEXT NOT NULL,          -- handle of the report that tells it first, and where
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL
) STRICT;
CREATE INDEX promises_of_contact ON promises (contact);
CREATE INDEX promises_by_state ON promises (state, due_last);
CREATE INDEX promises_by_day ON promises (coalesce(due_last, '9999'), said, id);
-- The rows of `offices` by which contacts have been filed.
CREATE TABLE offices_taken_in (
    side TEXT NOT NULL,
    office TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (side, office)
) STRICT, WITHOUT ROWID;
CREATE TABLE progress (
    version INTEGER NOT NULL,      -- of these tables and what is in them (`derived_version`)
    readings INTEGER NOT NULL,     -- ids up to which rows have been taken in
    judgements INTEGER NOT NULL
) STRICT;

-- An id that has been given away points to the contact that has its report now.
CREATE VIEW forwards AS
SELECT standing.handle AS id, contacts.id AS contact
FROM standing JOIN contact_reports USING (report) JOIN contacts ON contacts.number = contact_reports.contact
WHERE standing.handle <> contacts.id;

-- Every report with what its document says of itself.
CREATE VIEW told AS
SELECT reports.id AS report, reports.handle, reports.reading, documents.id AS document, documents.key AS document_key,
       origins.origin, documents.outlet, readings.lang, readings.official, readings.learned,
       coalesce(
           documents.published,
           CASE WHEN json_extract(readings.dated, '$[0]') = json_extract(readings.dated, '$[1]')
                THEN json_extract(readings.dated, '$[0]') END
       ) AS published,
       reports.kind, reports.status, reports.sides, reports.parties, reports.first, reports.last, reports.precision,
       reports.place, reports.place_side, reports.place_whole, reports.asked_by, reports.topics, reports.outcomes,
       reports.told_by, reports.wording, reports.headline
FROM reports
JOIN readings ON readings.id = reports.reading
JOIN documents ON documents.id = readings.document
LEFT JOIN origins ON origins.document = documents.id;
