package io.rowcall.table;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A collation of the server. */
final class ServerCollation implements Collation {

    private final String name;
    private final CharacterSet characterSet;
    private final boolean padSpace;
    private final TextMapper mapper;
    private final Map<List<String>, Members> members = new ConcurrentHashMap<>();

    /** @param padSpace whether trailing spaces make no difference */
    ServerCollation(String name, CharacterSet characterSet, boolean padSpace, TextMapper mapper) {
        this.name = name;
        this.characterSet = characterSet;
        this.padSpace = padSpace;
        this.mapper = mapper;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public CharacterSet characterSet() {
        return characterSet;
    }

    boolean padSpace() {
        return padSpace;
    }

    @Override
    public Members members(List<String> list) {
        return members.computeIfAbsent(list, m -> new CollatedMembers(m, this, mapper));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ServerCollation collation && name.equals(collation.name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }
}
