package io.rowcall.tls;

import io.rowcall.batch.OneLine;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Why a server is not spoken to, where TLS is the reason.
 *
 * @param what the trouble, as a sentence without its end
 * @param cure what to do about it, likewise
 */
public record TlsTrouble(String what, String cure) {

    /** JSSE on bytes that are no TLS record. */
    private static final String NO_TLS = "Unsupported or unrecognized SSL message";

    /** Found among the causes; empty where TLS has nothing to do with it. */
    public static Optional<TlsTrouble> of(Throwable thrown) {
        TlsTrouble found = null;
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            TlsTrouble told = tell(cause);
            // The innermost cause knows best, but for those that only say that it failed.
            found = told == null ? found : told;
        }
        return Optional.ofNullable(found);
    }

    /** In one sentence, or what else there is to say. */
    public static String sentence(Throwable thrown, String otherwise) {
        return of(thrown).map(TlsTrouble::sentence).orElse(otherwise);
    }

    /** Both in one. */
    public String sentence() {
        return what + "; " + cure;
    }

    private static @Nullable TlsTrouble tell(Throwable cause) {
        String text = OneLine.of(cause.getMessage());
        return switch (cause) {
            case CertificateExpiredException expired ->
                new TlsTrouble("the server's certificate has expired (" + text + ")", "renew it on the server");
            case CertificateNotYetValidException early ->
                new TlsTrouble(
                        "the server's certificate is not valid yet (" + text + ")",
                        "set the clocks right, or wait until it is");
            case CertPathBuilderException unknown -> unknownAuthority(text);
            case CertPathValidatorException unknown -> unknownAuthority(text);
            case CertificateException other -> isAboutNames(text) ? wrongName(text) : null;
            case SSLException other -> ofHandshake(text);
            default -> null;
        };
    }

    private static TlsTrouble unknownAuthority(String text) {
        return new TlsTrouble(
                "the server's certificate was issued by none that is trusted here (" + text + ")",
                "put the certificate of its authority into the trust store, or give the server one of a trusted authority");
    }

    private static TlsTrouble wrongName(String text) {
        return new TlsTrouble(
                "the server's certificate is for another name (" + text + ")",
                "connect by a name that it holds, or give the server a certificate for this one");
    }

    /** A handshake that a lost connection broke off is an outage like any other. */
    private static @Nullable TlsTrouble ofHandshake(String text) {
        if (text.contains(NO_TLS)) {
            return new TlsTrouble(
                    "the server does not speak TLS on this port (" + text + ")",
                    "connect to the port where it does, or without TLS");
        }
        return text.contains("protocol_version")
                        || text.contains("handshake_failure")
                        || text.contains("No appropriate protocol")
                ? new TlsTrouble(
                        "both sides share no way to speak TLS (" + text + ")",
                        "let both speak TLS 1.2 or a newer version")
                : null;
    }

    /** The JDK's words and Connector/J's. */
    private static boolean isAboutNames(String text) {
        return text.startsWith("No subject alternative")
                || text.startsWith("No name matching")
                || text.startsWith("Server identity verification failed");
    }
}
