-- What has been learned: rows are added and never changed; the triggers at the end refuse anything else.
-- Days are ISO 8601 texts; `learned` is the second in UTC at which detente learned it. Lists are JSON.

CREATE TABLE documents (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,      -- SHA-256 of what makes it this document: text, day, outlet, address, its own id
    name TEXT NOT NULL,            -- the id it was given: a path, an address, or the id of its record
    outlet TEXT,
    url TEXT,
    published TEXT,
    title_start INTEGER,           -- where the title stands in the text, half-open code points
    title_end INTEGER,
    text TEXT NOT NULL,
    text_key TEXT NOT NULL,        -- SHA-256 of the text alone
    learned TEXT NOT NULL
) STRICT;

-- One reading by one version of the extractor; the latest of a document holds, the others are history.
CREATE TABLE readings (
    id INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES documents,
    version TEXT NOT NULL,
    lang TEXT NOT NULL,
    official TEXT NOT NULL,        -- side whose official outlet published it, '' for the press
    dated TEXT NOT NULL,           -- days the document was dated to: [first, last] or []
    junk TEXT NOT NULL,            -- regions of page furniture: [[start, end, rule], ...]
    learned TEXT NOT NULL,
    UNIQUE (document, version)
) STRICT;

-- What one document says of one contact, by one reading.
CREATE TABLE reports (
    id INTEGER PRIMARY KEY,
    reading INTEGER NOT NULL REFERENCES readings,
    handle TEXT NOT NULL,          -- twelve letters; the same after every reading that finds it again
    reader TEXT NOT NULL,
    pattern TEXT NOT NULL,
    kind TEXT NOT NULL,
    status TEXT NOT NULL,
    sides TEXT NOT NULL,           -- codes in alphabetical order, with a space between
    parties TEXT NOT NULL,
    first TEXT,                    -- first and last possible day, both included
    last TEXT,
    precision TEXT,
    place TEXT NOT NULL,           -- '' when unsaid
    place_side TEXT NOT NULL,
    place_whole INTEGER NOT NULL,
    asked_by TEXT NOT NULL,        -- '' when unsaid
    topics TEXT NOT NULL,          -- with a space between, as are the two that follow
    outcomes TEXT NOT NULL,
    told_by TEXT NOT NULL,
    wording TEXT NOT NULL,         -- names of its sentences, by which copies are known
    headline INTEGER NOT NULL,     -- whether the title of the document tells of it
    UNIQUE (reading, handle)
) STRICT;

-- The words that each value of a report rests on: half-open code points of the document's text.
CREATE TABLE evidence (
    report INTEGER NOT NULL REFERENCES reports,
    field TEXT NOT NULL,
    value TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    sentence INTEGER REFERENCES sentences
) STRICT;
CREATE INDEX evidence_of_report ON evidence (report);
CREATE INDEX evidence_of_sentence ON evidence (sentence);

-- What a side undertook, offered or demanded when the contact was told.
CREATE TABLE undertakings (
    report INTEGER NOT NULL REFERENCES reports,
    kind TEXT NOT NULL,
    by TEXT NOT NULL,              -- codes with a space between, '' when the text leaves it open
    due_first TEXT,
    due_last TEXT,
    regular INTEGER NOT NULL,      -- whether it is to keep in regular contact
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL
) STRICT;
CREATE INDEX undertakings_of_report ON undertakings (report);

CREATE TABLE sentences (
    id INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES documents,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL
) STRICT;
CREATE INDEX sentences_of_document ON sentences (document);
-- The words of each sentence under its id; the text itself stands in `documents`.
CREATE VIRTUAL TABLE sentence_words USING fts5 (
    words, content = '', tokenize = "unicode61 remove_diacritics 0 categories 'L* N* Co Mn Mc'"
);

-- Sampled shingles of each text, by which copies are found.
CREATE TABLE shingles (
    number INTEGER NOT NULL,
    document INTEGER NOT NULL REFERENCES documents,
    PRIMARY KEY (number, document)
) STRICT, WITHOUT ROWID;
CREATE INDEX shingles_of_document ON shingles (document);
CREATE TABLE sketches (
    document INTEGER PRIMARY KEY REFERENCES documents,
    size INTEGER NOT NULL
) STRICT;

-- Which body an office belongs to, as the registry had it when a report named it.
CREATE TABLE offices (
    side TEXT NOT NULL,
    office TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (side, office)
) STRICT, WITHOUT ROWID;

CREATE TABLE refusals (
    id INTEGER PRIMARY KEY,
    source TEXT NOT NULL,
    reason TEXT NOT NULL,
    detail TEXT NOT NULL,
    remedy TEXT NOT NULL,
    learned TEXT NOT NULL,
    UNIQUE (source, reason, detail)
) STRICT;

-- What people decided; applied on every rebuild.
CREATE TABLE judgements (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    verdict TEXT NOT NULL,
    reports TEXT NOT NULL,         -- handles
    others TEXT NOT NULL,
    about TEXT NOT NULL,
    value TEXT NOT NULL,
    by TEXT NOT NULL,
    why TEXT NOT NULL,
    at TEXT NOT NULL,
    learned TEXT NOT NULL
) STRICT;

CREATE INDEX documents_by_text ON documents (text_key);
CREATE INDEX documents_by_day ON documents (published);
CREATE INDEX documents_by_outlet ON documents (outlet);
CREATE INDEX readings_by_lang ON readings (lang);
CREATE INDEX readings_of_document ON readings (document, id);
CREATE INDEX reports_of_reading ON reports (reading);
CREATE INDEX reports_by_handle ON reports (handle);

CREATE TRIGGER documents_no_update BEFORE UPDATE ON documents BEGIN SELECT RAISE(ABORT, 'rows of documents are never changed'); END;
CREATE TRIGGER documents_no_delete BEFORE DELETE ON documents BEGIN SELECT RAISE(ABORT, 'rows of documents are never changed'); END;
CREATE TRIGGER readings_no_update BEFORE UPDATE ON readings BEGIN SELECT RAISE(ABORT, 'rows of readings are never changed'); END;
CREATE TRIGGER readings_no_delete BEFORE DELETE ON readings BEGIN SELECT RAISE(ABORT, 'rows of readings are never changed'); END;
CREATE TRIGGER reports_no_update BEFORE UPDATE ON reports BEGIN SELECT RAISE(ABORT, 'rows of reports are never changed'); END;
CREATE TRIGGER reports_no_delete BEFORE DELETE ON reports BEGIN SELECT RAISE(ABORT, 'rows of reports are never changed'); END;
CREATE TRIGGER evidence_no_update BEFORE UPDATE ON evidence BEGIN SELECT RAISE(ABORT, 'rows of evidence are never changed'); END;
CREATE TRIGGER evidence_no_delete BEFORE DELETE ON evidence BEGIN SELECT RAISE(ABORT, 'rows of evidence are never changed'); END;
CREATE TRIGGER undertakings_no_update BEFORE UPDATE ON undertakings BEGIN SELECT RAISE(ABORT, 'rows of undertakings are never changed'); END;
CREATE TRIGGER undertakings_no_delete BEFORE DELETE ON undertakings BEGIN SELECT RAISE(ABORT, 'rows of undertakings are never changed'); END;
CREATE TRIGGER sentences_no_update BEFORE UPDATE ON sentences BEGIN SELECT RAISE(ABORT, 'rows of sentences are never changed'); END;
CREATE TRIGGER sentences_no_delete BEFORE DELETE ON sentences BEGIN SELECT RAISE(ABORT, 'rows of sentences are never changed'); END;
CREATE TRIGGER shingles_no_update BEFORE UPDATE ON shingles BEGIN SELECT RAISE(ABORT, 'rows of shingles are never changed'); END;
CREATE TRIGGER shingles_no_delete BEFORE DELETE ON shingles BEGIN SELECT RAISE(ABORT, 'rows of shingles are never changed'); END;
CREATE TRIGGER sketches_no_update BEFORE UPDATE ON sketches BEGIN SELECT RAISE(ABORT, 'rows of sketches are never changed'); END;
CREATE TRIGGER sketches_no_delete BEFORE DELETE ON sketches BEGIN SELECT RAISE(ABORT, 'rows of sketches are never changed'); END;
CREATE TRIGGER offices_no_update BEFORE UPDATE ON offices BEGIN SELECT RAISE(ABORT, 'rows of offices are never changed'); END;
CREATE TRIGGER offices_no_delete BEFORE DELETE ON offices BEGIN SELECT RAISE(ABORT, 'rows of offices are never changed'); END;
CREATE TRIGGER refusals_no_update BEFORE UPDATE ON refusals BEGIN SELECT RAISE(ABORT, 'rows of refusals are never changed'); END;
CREATE TRIGGER refusals_no_delete BEFORE DELETE ON refusals BEGIN SELECT RAISE(ABORT, 'rows of refusals are never changed'); END;
CREATE TRIGGER judgements_no_update BEFORE UPDATE ON judgements BEGIN SELECT RAISE(ABORT, 'rows of judgements are never changed'); END;
CREATE TRIGGER judgements_no_delete BEFORE DELETE ON judgements BEGIN SELECT RAISE(ABORT, 'rows of judgements are never changed'); END;
