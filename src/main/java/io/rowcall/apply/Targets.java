package io.rowcall.apply;

import io.rowcall.batch.Target;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The configured targets. */
@Component
public class Targets {

    private final Map<String, Target> byName = new LinkedHashMap<>();

    Targets(TargetProperties properties) {
        properties.targets().forEach((name, settings) -> byName.put(name, settings.target(name)));
    }

    /** All of them, in the order of the configuration. */
    public Collection<Target> all() {
        return byName.values();
    }

    /** The target with this name, if there is one. */
    public Optional<Target> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }
}
