-- Rowcall's own tables. They live in the schema of the targets, since one transaction writes both.
-- Ids of batches are bytes: a collation would make 'a' and 'A' the same batch.

CREATE TABLE rowcall_target (
    target_id   INT UNSIGNED NOT NULL AUTO_INCREMENT,
    name        VARCHAR(63) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    held_reason VARCHAR(500) NULL COMMENT 'set by an operator: every worker leaves the target alone',
    held_since  DATETIME(3) NULL,
    PRIMARY KEY (target_id),
    UNIQUE KEY rowcall_target_name (name)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COMMENT 'A short number for each target name';

CREATE TABLE rowcall_batch (
    target_id    INT UNSIGNED NOT NULL,
    batch_id     VARBINARY(255) NOT NULL,
    content_hash BINARY(32) NOT NULL,
    row_count    INT UNSIGNED NOT NULL,
    inserted     INT UNSIGNED NOT NULL,
    updated      INT UNSIGNED NOT NULL,
    unchanged    INT UNSIGNED NOT NULL,
    failed       INT UNSIGNED NOT NULL,
    pages        SMALLINT UNSIGNED NOT NULL COMMENT 'messages that make up the result',
    import_id    VARCHAR(255) COLLATE utf8mb4_bin NULL,
    part         INT UNSIGNED NULL,
    parts        INT UNSIGNED NULL,
    applied_at   DATETIME(3) NOT NULL COMMENT 'UTC, the clock of this server',
    -- The only key: a secondary unique key would make other workers' claims wait for this one's.
    PRIMARY KEY (target_id, batch_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COMMENT 'The ledger: batches that were applied';

CREATE TABLE rowcall_failure (
    target_id INT UNSIGNED NOT NULL,
    batch_id  VARBINARY(255) NOT NULL,
    page      SMALLINT UNSIGNED NOT NULL COMMENT 'from 1',
    failures  MEDIUMBLOB NOT NULL COMMENT 'UNCOMPRESS() gives the JSON array of failed rows as the result shows them',
    PRIMARY KEY (target_id, batch_id, page)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COMMENT 'Failed rows of applied batches';

CREATE TABLE rowcall_outbox (
    target_id      INT UNSIGNED NOT NULL,
    batch_id       VARBINARY(255) NOT NULL,
    correlation_id VARCHAR(255) COLLATE utf8mb4_bin NULL,
    committed_at   DATETIME(3) NOT NULL,
    leased_until   DATETIME(3) NULL COMMENT 'a relay is publishing it until then',
    PRIMARY KEY (target_id, batch_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COMMENT 'Results not known to be published yet';

CREATE TABLE rowcall_refusal (
    result_id  BINARY(16) NOT NULL,
    target     VARCHAR(255) COLLATE utf8mb4_bin NOT NULL,
    batch_id   VARBINARY(255) NULL,
    code       VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    message    TEXT NOT NULL,
    refused_at DATETIME(3) NOT NULL,
    PRIMARY KEY (result_id),
    KEY rowcall_refusal_batch (target, batch_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COMMENT 'Batches that were refused';

CREATE TABLE rowcall_attempt (
    target_id  INT UNSIGNED NOT NULL,
    batch_id   VARBINARY(255) NOT NULL,
    attempts   INT UNSIGNED NOT NULL,
    counted_at DATETIME(3) NOT NULL,
    PRIMARY KEY (target_id, batch_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COMMENT 'Attempts at batches that came back, to find those that end the worker';

-- For people: one line for each reason of each failed row.
CREATE SQL SECURITY INVOKER VIEW rowcall_failed_row AS
SELECT t.name AS target,
       CAST(f.batch_id AS CHAR CHARACTER SET utf8mb4) AS batch_id,
       j.row_index,
       j.row_id,
       j.code,
       j.column_name,
       j.message
FROM rowcall_failure f
JOIN rowcall_target t ON t.target_id = f.target_id
JOIN JSON_TABLE(CONVERT(UNCOMPRESS(f.failures) USING utf8mb4), '$[*]' COLUMNS (
        row_index INT UNSIGNED PATH '$.row',
        row_id VARCHAR(255) PATH '$.rowId',
        NESTED PATH '$.reasons[*]' COLUMNS (
            code VARCHAR(32) PATH '$.code',
            column_name VARCHAR(64) PATH '$.column',
            message TEXT PATH '$.message'))) j;
