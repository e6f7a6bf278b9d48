-- What documents were fetched from, so that each can tell when and where its bytes came from, and how to know them again.

CREATE TABLE captures (
    id INTEGER PRIMARY KEY,
    record TEXT NOT NULL UNIQUE,   -- WARC-Record-ID, which follows from the four that come next
    asked TEXT NOT NULL,           -- the address that was given
    url TEXT NOT NULL,             -- the address that answered, after redirects
    fetched TEXT NOT NULL,         -- microsecond in UTC
    sha256 TEXT NOT NULL,          -- of the body as it came over the wire, the WARC-Payload-Digest of its record
    archive TEXT NOT NULL,         -- file below the folder of the archive, '' when none was kept
    learned TEXT NOT NULL
) STRICT;
CREATE INDEX captures_by_asked ON captures (asked);

-- Which documents were read from which answer.
CREATE TABLE captured (
    document INTEGER NOT NULL REFERENCES documents,
    capture INTEGER NOT NULL REFERENCES captures,
    PRIMARY KEY (document, capture)
) STRICT, WITHOUT ROWID;
CREATE INDEX captured_by_capture ON captured (capture);

-- What a site said of the state of an answer whose documents all stand here, to ask whether it has changed.
CREATE TABLE visits (
    capture INTEGER PRIMARY KEY REFERENCES captures,
    etag TEXT NOT NULL,            -- '' when it said none, as in the next
    modified TEXT NOT NULL,
    said TEXT NOT NULL             -- what the caller said of the documents, as JSON
) STRICT;

CREATE TRIGGER captures_no_update BEFORE UPDATE ON captures BEGIN SELECT RAISE(ABORT, 'rows of captures are never changed'); END;
CREATE TRIGGER captures_no_delete BEFORE DELETE ON captures BEGIN SELECT RAISE(ABORT, 'rows of captures are never changed'); END;
CREATE TRIGGER captured_no_update BEFORE UPDATE ON captured BEGIN SELECT RAISE(ABORT, 'rows of captured are never changed'); END;
CREATE TRIGGER captured_no_delete BEFORE DELETE ON captured BEGIN SELECT RAISE(ABORT, 'rows of captured are never changed'); END;
CREATE TRIGGER visits_no_update BEFORE UPDATE ON visits BEGIN SELECT RAISE(ABORT, 'rows of visits are never changed'); END;
CREATE TRIGGER visits_no_delete BEFORE DELETE ON visits BEGIN SELECT RAISE(ABORT, 'rows of visits are never changed'); END;
