package io.rowcall.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A certificate authority that the tests make, and what it issues, by the JDK's own {@code keytool} in a folder that is
 * the caller's to delete.
 */
public final class Certificates {

    public static final String PASSWORD = "changeit";

    /** Elliptic curves: keys are made at once. */
    private static final List<String> KEY = List.of("-genkeypair", "-keyalg", "EC", "-groupname", "secp256r1");

    private static final DateTimeFormatter KEYTOOL_DATE = DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm:ss");

    private final Path folder;
    private final String name;

    /**
     * What a server shows.
     *
     * @param chain in PEM, its own certificate first
     * @param key in PEM, unencrypted
     * @param authority the issuer's own certificate in PEM; MySQL takes none that it can't check itself
     */
    public record Issued(String chain, String key, String authority) {}

    private Certificates(Path folder, String name) {
        this.folder = folder;
        this.name = name;
    }

    /** A new authority. */
    public static Certificates authority(Path folder, String name) {
        Certificates authority = new Certificates(folder, name);
        authority.keytool(
                name, KEY, List.of("-alias", name, "-dname", "CN=" + name, "-ext", "bc:c", "-validity", "3650"));
        return authority;
    }

    /** A certificate that is valid now, for a server that is reached by these names, such as {@code ip:127.0.0.1}. */
    public Issued issue(String server, String... names) {
        return issue(server, List.of("-validity", "30"), names);
    }

    /** One that is valid for so long from now: MySQL takes none that has expired already. */
    public Issued issueExpiring(Duration left, String server, String... names) {
        String start = LocalDateTime.now(ZoneId.systemDefault())
                .minusDays(1)
                .plus(left)
                .format(KEYTOOL_DATE);
        return issue(server, List.of("-startdate", start, "-validity", "1"), names);
    }

    private Issued issue(String server, List<String> validity, String... names) {
        if (!Files.exists(folder.resolve(server + ".p12"))) {
            keytool(server, KEY, List.of("-alias", server, "-dname", "CN=" + server));
        }
        Path request = folder.resolve(server + ".csr");
        Path certificate = folder.resolve(server + ".crt");
        keytool(server, List.of("-certreq", "-alias", server, "-file", request.toString()));
        keytool(
                name,
                List.of("-gencert", "-alias", name, "-infile", request.toString(), "-outfile", certificate.toString()),
                List.of("-rfc", "-ext", "san=" + String.join(",", names)),
                validity);
        try {
            return new Issued(Files.readString(certificate), pem("PRIVATE KEY", keyOf(server)), certificate());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** This authority's own certificate, alone in a PKCS #12 file with {@link #PASSWORD}, made as an operator makes it. */
    public Path trustStore() {
        Path store = folder.resolve(name + "-trust.p12");
        if (!Files.exists(store)) {
            Path certificate = folder.resolve(name + ".pem");
            keytool(name, List.of("-exportcert", "-rfc", "-alias", name, "-file", certificate.toString()));
            keytool(
                    name + "-trust",
                    List.of("-importcert", "-noprompt", "-alias", name, "-file", certificate.toString()));
        }
        return store;
    }

    private String certificate() {
        try {
            return pem("CERTIFICATE", store(name).getCertificate(name).getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] keyOf(String server) {
        try {
            return store(server).getKey(server, PASSWORD.toCharArray()).getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private KeyStore store(String file) {
        try (InputStream content = Files.newInputStream(folder.resolve(file + ".p12"))) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(content, PASSWORD.toCharArray());
            return store;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String pem(String what, byte[] content) {
        return "-----BEGIN " + what + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content) + "\n-----END " + what
                + "-----\n";
    }

    @SafeVarargs
    private void keytool(String store, List<String>... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        for (List<String> some : arguments) {
            command.addAll(some);
        }
        command.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD, "-J-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("-keystore", folder.resolve(store + ".p12").toString()));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes());
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", command) + ": " + said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
