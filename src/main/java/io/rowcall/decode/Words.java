package io.rowcall.decode;

import java.util.Locale;

/** Messages to people, in the same words and digits on every machine, since a repeated result has the same bytes. */
final class Words {

    /** The format with its arguments, whatever the locale. */
    @SuppressWarnings("AnnotateFormatMethod") // the annotation would be a dependency for this one method
    static String of(String format, Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }

    private Words() {}
}
