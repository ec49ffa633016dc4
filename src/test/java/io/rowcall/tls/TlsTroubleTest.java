package io.rowcall.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TlsTroubleTest {

    static Stream<Arguments> troubles() {
        return Stream.of(
                // The JDK says of an expired certificate that its path is not valid, and only underneath why.
                Arguments.of(
                        new CertPathValidatorException(
                                "validity check failed", new CertificateExpiredException("NotAfter: x")),
                        "the server's certificate has expired (NotAfter: x); renew it on the server"),
                Arguments.of(
                        new CertificateNotYetValidException("NotBefore: x"),
                        "the server's certificate is not valid yet (NotBefore: x); set the clocks right, or wait until it is"),
                Arguments.of(
                        new CertPathValidatorException("Path does not chain with any of the trust anchors"),
                        "the server's certificate was issued by none that is trusted here (Path does not chain with any of"
                                + " the trust anchors); put the certificate of its authority into the trust store, or give"
                                + " the server one of a trusted authority"),
                Arguments.of(
                        new CertificateException("No name matching a\nb found"),
                        "the server's certificate is for another name (No name matching a\\u000ab found); connect by a name"
                                + " that it holds, or give the server a certificate for this one"),
                Arguments.of(
                        new SSLException("(protocol_version) Received fatal alert"),
                        "both sides share no way to speak TLS ((protocol_version) Received fatal alert); let both speak TLS"
                                + " 1.2 or a newer version"),
                Arguments.of(
                        new SSLException("Unsupported or unrecognized SSL message"),
                        "the server does not speak TLS on this port (Unsupported or unrecognized SSL message); connect to"
                                + " the port where it does, or without TLS"));
    }

    @ParameterizedTest
    @MethodSource("troubles")
    void innermostCauseSaysWhatIsWrongAndTheCure(Exception cause, String sentence) {
        SSLHandshakeException handshake = new SSLHandshakeException("it failed");
        handshake.initCause(cause);

        assertThat(TlsTrouble.sentence(new IOException("lost", handshake), "otherwise"))
                .isEqualTo(sentence);
    }

    @Test
    void troubleOfAnotherKindIsLeftAlone() {
        assertThat(TlsTrouble.sentence(new IOException("refused"), "otherwise")).isEqualTo("otherwise");
        SSLHandshakeException brokenOff = new SSLHandshakeException("Remote host terminated the handshake");
        brokenOff.initCause(new EOFException("SSL peer shut down incorrectly"));
        assertThat(TlsTrouble.sentence(new IOException("lost", brokenOff), "otherwise"))
                .isEqualTo("otherwise");
    }
}
