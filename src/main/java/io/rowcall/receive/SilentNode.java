package io.rowcall.receive;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ChannelContinuationTimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A broker's node that lets calls time out, as one does that is cut off from its cluster while its clients still reach
 * it. Every further call over its connection would wait as long, one after the other; so the connection is ended, and
 * the next one goes to another node.
 */
final class SilentNode {

    private static final Logger log = LoggerFactory.getLogger(SilentNode.class);

    private static final int ABORT_MILLIS = 1_000;

    private SilentNode() {}

    /** Ends the connection over which a call timed out; nothing where the trouble is another. Blocks for 1 s at most. */
    static void leaveAfter(Throwable trouble) {
        for (Throwable cause = trouble; cause != null; cause = cause.getCause()) {
            if (cause instanceof ChannelContinuationTimeoutException timeout
                    && timeout.getChannel() instanceof Channel channel
                    && channel.getConnection().isOpen()) {
                log.warn("The broker's node does not answer; going on over another connection");
                channel.getConnection().abort(ABORT_MILLIS);
            }
        }
    }
}
