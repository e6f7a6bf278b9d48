-- Since when a body is known to have an office, and what a reading saw and did not report.

-- Which body an office belongs to, as the registry had it when a report named it. What was learned first holds; an
-- archive that is loaded afterwards may bring an earlier row. Rows of version 1 count as always known.
CREATE TABLE offices_learned (
    side TEXT NOT NULL,
    office TEXT NOT NULL,
    body TEXT NOT NULL,
    learned TEXT NOT NULL,
    PRIMARY KEY (side, office, learned, body)
) STRICT, WITHOUT ROWID;
INSERT INTO offices_learned SELECT side, office, body, '' FROM offices;
DROP TABLE offices;
ALTER TABLE offices_learned RENAME TO offices;
CREATE INDEX offices_of_body ON offices (side, body);
CREATE TRIGGER offices_no_update BEFORE UPDATE ON offices BEGIN SELECT RAISE(ABORT, 'rows of offices are never changed'); END;
CREATE TRIGGER offices_no_delete BEFORE DELETE ON offices BEGIN SELECT RAISE(ABORT, 'rows of offices are never changed'); END;

-- Near-contacts that became no report: [[start, end, cue, reason], ...].
ALTER TABLE readings ADD COLUMN rejected TEXT NOT NULL DEFAULT '[]';
CREATE INDEX readings_by_version ON readings (version);

-- What a page of coverage asks for stands in indices alone.
DROP INDEX readings_by_lang;
CREATE INDEX readings_by_lang ON readings (lang, document);
CREATE INDEX documents_by_learned ON documents (learned);

-- Lists of documents go on after one of them: the latest day first, the undated last.
CREATE INDEX documents_in_order ON documents (coalesce(published, '') DESC, key);
