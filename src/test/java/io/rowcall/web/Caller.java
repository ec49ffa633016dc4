package io.rowcall.web;

import io.rowcall.testing.Worker;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A front end. */
final class Caller {

    private static final JsonMapper JSON = new JsonMapper();
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    /** What came back. */
    record Reply(HttpResponse<String> response) {

        int status() {
            return response.statusCode();
        }

        String text() {
            return response.body();
        }

        JsonNode json() {
            return JSON.readTree(response.body());
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        /** The code of a problem, after a look at what holds for all of them. */
        String problem() {
            if (!header("Content-Type").startsWith("application/problem+json")
                    || json().path("status").intValue() != status()
                    || text().contains("Exception")
                    || text().contains("rowcall_")) {
                throw new AssertionError("no proper problem: " + this);
            }
            return json().required("code").asString();
        }

        @Override
        public String toString() {
            return status() + " " + response.headers().map() + " " + text();
        }
    }

    private final Function<String, URI> uri;

    Caller(Worker worker) {
        this(worker::uri);
    }

    /** @param uri the worker's address of a path */
    Caller(Function<String, URI> uri) {
        this.uri = uri;
    }

    Reply get(String path) {
        return send(request(path).GET());
    }

    /** Posts JSON; headers are names and values in turn. */
    Reply post(String path, String body, String... headers) {
        return post(path, BodyPublishers.ofString(body), headers);
    }

    /** Posts JSON without saying its length. */
    Reply postChunked(String path, String body, String... headers) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return post(path, BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes)), headers);
    }

    /** Asks as a browser does before it posts for a page of another origin. */
    Reply preflight(String path, Map<String, String> headers) {
        HttpRequest.Builder request = request(path).method("OPTIONS", BodyPublishers.noBody());
        headers.forEach(request::header);
        return send(request);
    }

    private Reply post(String path, BodyPublisher body, String... headers) {
        HttpRequest.Builder request = request(path).header("Content-Type", "application/json");
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return send(request.POST(body));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri.apply(path)).timeout(Duration.ofSeconds(90));
    }

    private static Reply send(HttpRequest.Builder request) {
        try {
            return new Reply(HTTP.send(request.build(), BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
