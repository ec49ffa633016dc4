package io.rowcall.batch;

/** Why a row failed. The names are part of the wire contract and never change their meaning. */
public enum ReasonCode {
    /** The row itself can't be read: not an object, wrong number of values, one column spelt twice. */
    BAD_ROW,
    /** The table has no such column. */
    UNKNOWN_COLUMN,
    /** NULL for a column that takes none. */
    NOT_NULL,
    /** No value for a column that has no default. */
    NO_DEFAULT,
    /** More characters or bytes than the column holds. */
    TOO_LONG,
    /** A number outside the column's range. */
    OUT_OF_RANGE,
    /** The column would have to round the value. */
    PRECISION_LOSS,
    /** The value is not of the column's type. */
    WRONG_TYPE,
    /** Not a member of the column's ENUM or SET. */
    NOT_IN_ENUM,
    /** Not a date or time that the column can hold exactly. */
    BAD_DATETIME,
    /** Characters that the column's character set doesn't have. */
    BAD_CHARSET,
    /** Not a JSON document that MySQL keeps as it is. */
    BAD_JSON,
    /** The column is computed by the table and takes no value. */
    GENERATED_COLUMN,
    /** The row is larger than the server takes. */
    VALUE_TOO_LARGE,
    /** Met a row of the table on a unique key. */
    DUPLICATE_KEY,
    /** Met an earlier row of the same batch on a unique key. */
    DUPLICATE_IN_BATCH,
    /** The row it refers to doesn't exist. */
    FOREIGN_KEY,
    /** A CHECK constraint of the table says no. */
    CHECK,
    /** A trigger of the table raised an error. */
    TRIGGER,
    /** Anything else that the server says of a row, with its own error number. */
    DATABASE
}
