package io.rowcall.sql;

import java.util.List;

/**
 * A right that an account lacks, and the statement that gives it.
 *
 * @param rights such as SELECT
 * @param account as CURRENT_USER() tells it: {@code user@host}
 */
public record Grant(List<String> rights, String schema, String table, String account) {

    public Grant {
        rights = List.copyOf(rights);
    }

    /** What is missing, as the beginning of a sentence. */
    public String lacking() {
        return "the account %s lacks %s on the table %s"
                .formatted(quotedAccount(), String.join(" and ", rights), table);
    }

    /** The statement for whoever may grant it. */
    public String statement() {
        return "GRANT %s ON %s.%s TO %s"
                .formatted(String.join(", ", rights), Sql.quoted(schema), Sql.quoted(table), quotedAccount());
    }

    /** The host is what follows the last {@code @}. */
    private String quotedAccount() {
        int at = account.lastIndexOf('@');
        return at < 0 ? text(account) : text(account.substring(0, at)) + "@" + text(account.substring(at + 1));
    }

    private static String text(String name) {
        return "'" + name.replace("\\", "\\\\").replace("'", "''") + "'";
    }
}
