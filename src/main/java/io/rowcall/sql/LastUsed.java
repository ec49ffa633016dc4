package io.rowcall.sql;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keeps what was used last by its text, as many texts as fit a number of characters. Safe for use by several threads. */
final class LastUsed<V> {

    private final Map<String, V> byText = new LinkedHashMap<>(64, 0.75f, true);
    private final int mostCharacters;
    private long characters;

    LastUsed(int mostCharacters) {
        this.mostCharacters = mostCharacters;
    }

    synchronized @Nullable V get(String text) {
        return byText.get(text);
    }

    /** Keeps it, and lets go of what was not used for longest; a text that is too long by itself is not kept. */
    synchronized void put(String text, V value) {
        if (text.length() > mostCharacters) {
            return;
        }
        if (byText.put(text, value) == null) {
            characters += text.length();
        }
        Iterator<String> oldest = byText.keySet().iterator();
        while (characters > mostCharacters) {
            characters -= oldest.next().length();
            oldest.remove();
        }
    }
}
