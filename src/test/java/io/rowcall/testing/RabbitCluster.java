package io.rowcall.testing;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.ContainerNetwork;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.opentest4j.TestAbortedException;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.ExecInContainerPattern;
import tools.jackson.databind.JsonNode;

/**
 * Three RabbitMQ nodes that a test may kill and part from each other. Clients reach every node by a port of its own,
 * which stays the same; among themselves the nodes speak over another network, so that a node cut off from its
 * companions still takes clients. Numbered from 0.
 */
public final class RabbitCluster implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final ExposedPort AMQP = ExposedPort.tcp(5672);
    private static final ExposedPort MANAGEMENT = ExposedPort.tcp(15672);
    private static final int SIZE = 3;
    private static final String USER = "rowcall-admin";
    private static final String PASSWORD = "rowcall-test";

    private final DockerClient docker = DockerClientFactory.instance().client();
    private final Map<String, String> labels =
            Map.of("io.rowcall.run", System.getenv().getOrDefault("ROWCALL_RUN", "none"));
    private final List<String> networks = new ArrayList<>();
    private final List<String> containers = new ArrayList<>();
    private final List<Node> nodes;

    private record Node(int amqp, int management) {}

    private RabbitCluster() {
        nodes = IntStream.range(0, SIZE)
                .mapToObj(i -> new Node(Containers.freePort(), Containers.freePort()))
                .toList();
    }

    /**
     * Starts the nodes and waits until they know each other. Each finds another's silence after some 10 s instead of a
     * minute.
     *
     * @throws TestAbortedException where the environment names servers: there may be no engine
     */
    public static RabbitCluster start() {
        if (Servers.given(System.getenv()) != null) {
            throw new TestAbortedException(
                    "this test makes a cluster of its own, for which no engine is asked where servers are given");
        }
        RabbitCluster cluster = new RabbitCluster();
        Runtime.getRuntime().addShutdownHook(new Thread(cluster::close, "stop-cluster"));
        cluster.create();
        cluster.awaitWhole();
        return cluster;
    }

    private void create() {
        String hint = Names.unique("cluster");
        String clients = network(hint + "-clients", false);
        String own = network(hint + "-nodes", true);
        for (int i = 0; i < SIZE; i++) {
            String id = docker.createContainerCmd(Containers.RABBIT_IMAGE)
                    .withLabels(labels)
                    .withExposedPorts(AMQP, MANAGEMENT)
                    .withHostConfig(HostConfig.newHostConfig()
                            .withNetworkMode(clients)
                            .withPortBindings(
                                    new PortBinding(Ports.Binding.bindPort(nodes.get(i).amqp), AMQP),
                                    new PortBinding(Ports.Binding.bindPort(nodes.get(i).management), MANAGEMENT)))
                    .withEnv(
                            "RABBITMQ_ERLANG_COOKIE=" + hint,
                            "RABBITMQ_NODENAME=" + name(i),
                            "RABBITMQ_DEFAULT_USER=" + USER,
                            "RABBITMQ_DEFAULT_PASS=" + PASSWORD,
                            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS=-kernel net_ticktime 8")
                    .withCmd(
                            "bash",
                            "-c",
                            "printf '%s' \"$0\" > /etc/rabbitmq/conf.d/20-cluster.conf"
                                    + " && exec docker-entrypoint.sh rabbitmq-server",
                            configuration())
                    .exec()
                    .getId();
            containers.add(id);
            rejoin(i);
        }
        containers.forEach(id -> docker.startContainerCmd(id).exec());
    }

    private String network(String name, boolean internal) {
        String id = docker.createNetworkCmd()
                .withName(name)
                .withLabels(labels)
                .withInternal(internal)
                .exec()
                .getId();
        networks.add(id);
        return id;
    }

    private static String configuration() {
        StringBuilder text = new StringBuilder("cluster_formation.peer_discovery_backend = classic_config\n");
        for (int i = 0; i < SIZE; i++) {
            text.append("cluster_formation.classic_config.nodes.%d = %s%n".formatted(i + 1, name(i)));
        }
        return text.toString();
    }

    /** Known on the nodes' own network alone. */
    private static String alias(int node) {
        return "node-" + node;
    }

    /** As the broker calls it. */
    static String name(int node) {
        return "rabbit@" + alias(node);
    }

    /** The cluster as its clients see it, who try this node first. */
    public RabbitServer from(int node) {
        List<String> others = IntStream.range(0, SIZE)
                .filter(other -> other != node)
                .mapToObj(other -> host() + ":" + nodes.get(other).amqp)
                .toList();
        Node first = nodes.get(node);
        return new RabbitServer(
                host(), first.amqp, USER, PASSWORD, URI.create("http://" + host() + ":" + first.management), others);
    }

    private static String host() {
        return DockerClientFactory.instance().dockerHostIpAddress();
    }

    /** The node that leads a queue, as seen from another one. */
    public int leaderOf(String vhost, String queue, int seenFrom) {
        return numberOf(new Management(from(seenFrom))
                .get("queues", vhost, queue)
                .path("leader")
                .asString());
    }

    /** Makes a node lead a queue. */
    public void lead(String vhost, String queue, int node) {
        String transfer = """
                {ok, Queue} = rabbit_amqqueue:lookup(rabbit_misc:r(<<"%s">>, queue, <<"%s">>)),
                rabbit_quorum_queue:transfer_leadership(Queue, '%s').""".formatted(vhost, queue, name(node));
        try {
            ExecResult result = ExecInContainerPattern.execInContainer(
                    docker, docker.inspectContainerCmd(containers.get(node)).exec(), "rabbitmqctl", "eval", transfer);
            RecentLog.add("transfer of " + queue + ": " + result.getStdout() + result.getStderr());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        Awaitility.await(name(node) + " leads " + queue)
                .atMost(PATIENCE)
                .until(() -> leaderOf(vhost, queue, node) == node);
    }

    /** The nodes that carry connections to the virtual host whose names begin so, as seen from one of them. */
    public Set<Integer> nodesOf(String vhost, String connectionName, int seenFrom) {
        Set<Integer> found = new TreeSet<>();
        for (JsonNode connection : new Management(from(seenFrom)).get("vhosts", vhost, "connections")) {
            if (connection.path("user_provided_name").asString("").startsWith(connectionName)) {
                found.add(numberOf(connection.path("node").asString()));
            }
        }
        return found;
    }

    private static int numberOf(String name) {
        return IntStream.range(0, SIZE)
                .filter(node -> name(node).equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("not a node: " + name));
    }

    /** Ends a node as a crash does. */
    public void kill(int node) {
        docker.killContainerCmd(containers.get(node)).exec();
    }

    /** Ends a node as an operator does. */
    public void stop(int node) {
        docker.stopContainerCmd(containers.get(node)).withTimeout(30).exec();
    }

    /** Starts a node that was ended; {@link #awaitWhole} tells when it is back. */
    public void startAgain(int node) {
        docker.startContainerCmd(containers.get(node)).exec();
    }

    /** Parts a node from its companions; its clients stay. */
    public void cutOff(int node) {
        docker.disconnectFromNetworkCmd()
                .withNetworkId(networks.get(1))
                .withContainerId(containers.get(node))
                .exec();
    }

    /** Brings a node together with its companions. */
    public void rejoin(int node) {
        docker.connectToNetworkCmd()
                .withNetworkId(networks.get(1))
                .withContainerId(containers.get(node))
                .withContainerNetwork(new ContainerNetwork().withAliases(alias(node)))
                .exec();
    }

    /** Waits until all nodes run and see each other. */
    public void awaitWhole() {
        for (int node = 0; node < SIZE; node++) {
            awaitRunning(node, SIZE);
        }
    }

    /** Waits until the node sees so many nodes run, itself among them. */
    public void awaitRunning(int node, int running) {
        Management management = new Management(from(node));
        Awaitility.await(running + " nodes run, as " + name(node) + " sees it")
                .atMost(PATIENCE)
                .pollInterval(POLL)
                .ignoreExceptions()
                .until(() -> count(management.get("nodes")) == running);
    }

    private static int count(JsonNode nodes) {
        int running = 0;
        for (JsonNode node : nodes) {
            running += node.path("running").asBoolean() ? 1 : 0;
        }
        return running;
    }

    /** Puts right whatever a test did. Cheap when nothing is broken. */
    public void repair() {
        for (int i = 0; i < SIZE; i++) {
            var now = docker.inspectContainerCmd(containers.get(i)).exec();
            if (now.getNetworkSettings().getNetworks().size() < 2) {
                rejoin(i);
            }
            if (!Objects.equals(now.getState().getRunning(), true)) {
                startAgain(i);
            }
        }
        awaitWhole();
    }

    @Override
    public synchronized void close() {
        containers.forEach(id -> quietly(() -> docker.removeContainerCmd(id)
                .withForce(true)
                .withRemoveVolumes(true)
                .exec()));
        networks.forEach(id -> quietly(() -> docker.removeNetworkCmd(id).exec()));
        containers.clear();
        networks.clear();
    }

    private static void quietly(Runnable removal) {
        try {
            removal.run();
        } catch (DockerException e) {
            RecentLog.add("not removed: " + e);
        }
    }
}
