package io.rowcall.publish.rows;

/** How the rows of a body are written. */
public enum BodyFormat {
    /** One JSON array of rows. */
    JSON("application/json", "[", ",\n", "]\n"),
    /** One JSON value a line. */
    NDJSON("application/x-ndjson", "", "\n", "\n"),
    /** RFC 4180 with a header line. */
    CSV("text/csv", "", "\n", "\n");

    private final String contentType;
    private final String opening;
    private final String between;
    private final String closing;

    BodyFormat(String contentType, String opening, String between, String closing) {
        this.contentType = contentType;
        this.opening = opening;
        this.between = between;
        this.closing = closing;
    }

    /** The AMQP {@code content_type}. */
    public String contentType() {
        return contentType;
    }

    /** What stands before the first row, where the rows bring no header line of their own. */
    public String opening() {
        return opening;
    }

    public String between() {
        return between;
    }

    /** What stands after the last row. */
    public String closing() {
        return closing;
    }
}
