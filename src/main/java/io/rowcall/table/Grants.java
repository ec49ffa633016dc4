package io.rowcall.table;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds one privilege in the lines of SHOW GRANTS, the only place that shows what roles add and what partial revokes
 * take away.
 */
final class Grants {

    private static final Pattern LINE =
            Pattern.compile("(GRANT|REVOKE) (.*) ON (\\*|`(?:[^`]|``)*`)\\.(\\*|`(?:[^`]|``)*`) (?:TO|FROM) .*");

    private Grants() {}

    /** Whether the TRIGGER privilege reaches this table. */
    static boolean showTriggers(List<String> lines, String schema, String table) {
        boolean everywhere = false;
        boolean here = false;
        boolean revoked = false;
        for (String line : lines) {
            Matcher parts = LINE.matcher(line);
            if (!parts.matches() || !namesTrigger(parts.group(2))) {
                continue;
            }
            if (parts.group(1).equals("REVOKE")) {
                revoked |= unquoted(parts.group(3)).equals(schema);
            } else if (parts.group(3).equals("*")) {
                everywhere = true;
            } else if (covers(unquoted(parts.group(3)), schema)) {
                here |= parts.group(4).equals("*") || unquoted(parts.group(4)).equals(table);
            }
        }
        return here || (everywhere && !revoked);
    }

    private static boolean namesTrigger(String privileges) {
        return privileges.equals("ALL PRIVILEGES")
                || List.of(privileges.split(", ")).contains("TRIGGER");
    }

    private static String unquoted(String name) {
        return name.equals("*") ? name : name.substring(1, name.length() - 1).replace("``", "`");
    }

    /** A database in a grant is a LIKE pattern. */
    private static boolean covers(String pattern, String schema) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '\\' && i + 1 < pattern.length()) {
                i++;
                regex.append(Pattern.quote(pattern.substring(i, i + 1)));
            } else if (c == '%') {
                regex.append(".*");
            } else if (c == '_') {
                regex.append('.');
            } else {
                regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL).matcher(schema).matches();
    }
}
