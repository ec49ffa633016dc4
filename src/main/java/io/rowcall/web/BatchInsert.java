package io.rowcall.web;

import io.rowcall.apply.Targets;
import io.rowcall.batch.BatchKey;
import io.rowcall.batch.ContentHash;
import io.rowcall.batch.Target;
import io.rowcall.publish.OutgoingBatch;
import io.rowcall.publish.rows.BodyFormat;
import io.rowcall.web.Lookout.Found;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.transaction.TransactionException;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code POST /{target}/batchInsert}: rows in, their verdicts out, in one call. There are four outcomes:
 *
 * <ul>
 *   <li>200: the batch was applied, now or by an earlier call with the same key; the answer names every row;
 *   <li>202: the batch is safe in its queue and its outcome will be told under {@code Location};
 *   <li>a problem with a refusal's code: the batch can never be applied as it is;
 *   <li>503: not known, or nothing was sent; the same call with the same key is to be made again.
 * </ul>
 *
 * The batch goes through the queue like any other. That a row failed is no error of the call.
 */
@RestController
class BatchInsert {

    static final String BATCH_ID = "Rowcall-Batch-Id";

    private record Accepted(String batchId, String target, String status, String location) {}

    private final Targets targets;
    private final WebProperties properties;
    private final Semaphore calls;
    private final Room room;
    private final Doorman doorman;
    private final Post post;
    private final Lookout lookout;
    private final InsertAnswer answer;
    private final JsonMapper json;

    BatchInsert(
            Targets targets,
            WebProperties properties,
            Doorman doorman,
            Post post,
            Lookout lookout,
            InsertAnswer answer,
            JsonMapper json) {
        this.targets = targets;
        this.properties = properties;
        this.calls = new Semaphore(properties.calls());
        this.room = new Room(properties.bodyLimit());
        this.doorman = doorman;
        this.post = post;
        this.lookout = lookout;
        this.answer = answer;
        this.json = json;
    }

    @PostMapping(path = "/{target}/batchInsert", consumes = MediaType.APPLICATION_JSON_VALUE)
    void insert(@PathVariable("target") String name, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Target target = targets.find(name).orElseThrow(Problem::unknownTarget);
        InsertOptions options = InsertOptions.of(request, target, properties);
        response.setHeader(BATCH_ID, options.key().batchId());
        if (!calls.tryAcquire()) {
            throw Problem.busy(
                    options.key(),
                    "%d calls wait already; nothing was sent, repeat the call".formatted(properties.calls()));
        }
        try (CallBody body = read(request, target, options.key())) {
            insert(target, options, request, body, response);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.unavailable(options.key(), "the worker stops");
        } finally {
            calls.release();
        }
    }

    private CallBody read(HttpServletRequest request, Target target, BatchKey key) throws IOException {
        long limit = Math.min(target.limits().bytes(), Math.min(OutgoingBatch.MAX_BODY_BYTES, room.size()));
        return CallBody.read(request.getInputStream(), request.getContentLengthLong(), limit, room, key);
    }

    private void insert(
            Target target,
            InsertOptions options,
            HttpServletRequest request,
            CallBody body,
            HttpServletResponse response)
            throws IOException, InterruptedException {
        BatchKey key = options.key();
        long deadline = System.nanoTime() + options.patience().toNanos();
        OutgoingBatch batch = OutgoingBatch.of(key.target(), key.batchId(), BodyFormat.JSON, body.bytes());
        if (options.policy() != null) {
            batch = batch.onDuplicate(options.policy());
        }
        ContentHash hash = doorman.admit(batch, target, request);
        Optional<Found> before = look(key, hash);
        Optional<Found> found = before;
        if (!(before.orElse(null) instanceof Found.Applied)) {
            post.publish(batch, body, options.patience());
            found = options.patience().isZero()
                    ? Optional.empty()
                    : lookout.await(key, hash, before.orElse(null), deadline);
        }
        switch (found.orElse(null)) {
            case Found.Applied applied -> answer.write(applied.entry(), body.bytes(), response);
            case Found.Refused refused ->
                throw Problem.refused(key, refused.refusal().refusal());
            case null -> accept(key, response);
        }
    }

    private Optional<Found> look(BatchKey key, ContentHash hash) {
        try {
            return lookout.look(key, hash);
        } catch (DataAccessException | TransactionException e) {
            throw Problem.notSent(key, e);
        }
    }

    private void accept(BatchKey key, HttpServletResponse response) throws IOException {
        String location = Places.of(key).toString();
        response.setStatus(HttpStatus.ACCEPTED.value());
        response.setHeader(HttpHeaders.LOCATION, location);
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        response.getOutputStream()
                .write(json.writeValueAsBytes(new Accepted(key.batchId(), key.target(), "accepted", location)));
    }
}
