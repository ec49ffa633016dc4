package io.rowcall.apply;

import io.rowcall.ledger.OwnTables;
import io.rowcall.write.FailureClassifier;
import jakarta.annotation.PostConstruct;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Stops a start without the ledger: nothing at all can be applied then. A database that can't be asked is waited for, as
 * it is later on.
 */
@Component
class OwnTablesCheck {

    /** Rowcall's own tables can't be used; the message says why and the cure. */
    static final class UnfitDatabaseException extends RuntimeException {
        private final transient List<String> problems;

        UnfitDatabaseException(List<String> problems) {
            super(String.join("; ", problems));
            this.problems = problems;
        }

        /** Each in one sentence with its cure. */
        List<String> problems() {
            return problems;
        }
    }

    private static final Logger log = LoggerFactory.getLogger(OwnTablesCheck.class);

    private final OwnTables tables;

    OwnTablesCheck(OwnTables tables) {
        this.tables = tables;
    }

    @PostConstruct
    void check() {
        List<String> problems;
        try {
            problems = tables.problems();
        } catch (RuntimeException e) {
            log.warn(
                    "The database can't be used yet and is waited for: {}",
                    FailureClassifier.classify(e).sentence());
            return;
        }
        if (!problems.isEmpty()) {
            throw new UnfitDatabaseException(problems);
        }
    }
}
