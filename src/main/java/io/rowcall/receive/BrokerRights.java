package io.rowcall.receive;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Names the right that the broker found missing, with the command that grants all that the contract asks for. */
final class BrokerRights {

    /** How RabbitMQ says it when it closes the channel (403, access-refused). */
    private static final Pattern REFUSED = Pattern.compile(
            "(configure|write|read) access to (exchange|queue) '(.*)' in vhost '(.*)' refused for user '(.*)'");

    private static final String NOTHING = "^$";
    private static final String ALL_OWN = "^rowcall\\..*";

    /**
     * The missing right in a sentence.
     *
     * @param text what the broker said
     * @param declaring whether the worker declares exchanges and queues itself
     * @return null where the broker spoke of something else
     */
    static @Nullable String missing(String text, boolean declaring) {
        Matcher refused = REFUSED.matcher(text);
        if (!refused.find()) {
            return null;
        }
        String right = refused.group(1);
        return "the user %s may not %s the %s %s; grant what the worker needs: rabbitmqctl set_permissions -p %s %s %s"
                .formatted(
                        quoted(refused.group(5)),
                        right.equals("write") ? "write to" : right,
                        refused.group(2),
                        refused.group(3),
                        quoted(refused.group(4)),
                        quoted(refused.group(5)),
                        declaring
                                ? patterns(ALL_OWN, ALL_OWN, ALL_OWN)
                                : patterns(
                                        NOTHING, "^rowcall\\.(results|dead)$", "^rowcall\\.(imports\\..*|dropped)$"));
    }

    /** Whether the broker said that this right is missing on this thing. */
    static boolean isMissing(String text, String right, String thing) {
        Matcher refused = REFUSED.matcher(text);
        return refused.find()
                && refused.group(1).equals(right)
                && refused.group(3).equals(thing);
    }

    private static String patterns(String configure, String write, String read) {
        return quoted(configure) + " " + quoted(write) + " " + quoted(read);
    }

    /** As a shell takes it. */
    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    private BrokerRights() {}
}
