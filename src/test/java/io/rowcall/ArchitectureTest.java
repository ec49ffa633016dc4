package io.rowcall;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.rowcall.apply.Gate;
import io.rowcall.apply.Gates;
import io.rowcall.apply.Targets;
import io.rowcall.deadletter.DeadLetterQueue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.ibatis.annotations.Mapper;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Keeps the directions between packages, and keeps each technology in the packages that it belongs to. */
class ArchitectureTest {

    private static final String ROOT = "io.rowcall";

    /** What each package may use. Whoever needs a further arrow draws it here, and says in the commit why. */
    private static final Map<String, Set<String>> USES = Map.ofEntries(
            Map.entry("batch", Set.of()),
            Map.entry("sql", Set.of()),
            Map.entry("table", Set.of("batch", "sql")),
            Map.entry("preflight", Set.of("batch", "table")),
            Map.entry("decode", Set.of("batch")),
            // What is wrong with a server's certificate is said by all who connect.
            Map.entry("tls", Set.of("batch")),
            Map.entry("write", Set.of("batch", "preflight", "table", "sql", "tls")),
            Map.entry("ledger", Set.of("batch", "sql")),
            Map.entry("result", Set.of("batch", "ledger", "sql", "tls")),
            Map.entry("apply", Set.of("batch", "write", "table", "ledger", "result", "sql")),
            Map.entry("receive", Set.of("batch", "decode", "apply", "write", "ledger", "result", "tls")),
            Map.entry("publish", Set.of("batch", "tls")),
            // Where the broker is, and in a worker whose clock tells a letter's age.
            Map.entry("deadletter", Set.of("batch", "publish", "ledger")),
            Map.entry("cli", Set.of("batch", "publish", "deadletter")),
            // The hash that tells a repeat is what decode makes of a body; targets and their states are apply's.
            Map.entry("web", Set.of("batch", "decode", "publish", "apply", "ledger", "result")),
            Map.entry("observe", Set.of("batch", "apply", "result")));

    private static final String[] AMQP = {"org.springframework.amqp..", "com.rabbitmq.."};
    private static final String[] SQL = {
        "java.sql..", "javax.sql..", "org.apache.ibatis..", "org.mybatis..", "com.mysql..", "com.zaxxer.."
    };

    /** From where the application lies, which is where no tests are. */
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .importUrl(RowcallApplication.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation());

    @TestFactory
    Stream<DynamicTest> packagesUseOnlyThoseBelowThem() {
        return USES.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(each -> DynamicTest.dynamicTest(each.getKey(), () -> {
                    String[] reachable = Stream.concat(Stream.of(each.getKey()), each.getValue().stream())
                            .map(ArchitectureTest::inside)
                            .toArray(String[]::new);
                    classes()
                            .that()
                            .resideInAPackage(inside(each.getKey()))
                            .should()
                            .onlyDependOnClassesThat(
                                    resideInAnyPackage(reachable).or(not(resideInAPackage(ROOT + ".."))))
                            .allowEmptyShould(true)
                            .check(CLASSES);
                }));
    }

    @Test
    void everyPackageHasItsPlace() {
        Set<String> packages = CLASSES.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> !name.equals(ROOT))
                .map(name -> name.substring(ROOT.length() + 1).split("\\.")[0])
                .collect(toSet());

        assertThat(USES.keySet()).containsAll(packages);
    }

    @Test
    void vocabularyKnowsNoFramework() {
        classes()
                .that()
                .resideInAPackage(inside("batch"))
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(inside("batch"), "java..", "org.jspecify..")
                        .and(not(resideInAPackage("java.sql.."))))
                .check(CLASSES);
    }

    @Test
    void onlyThoseWhoTalkToTheBrokerSeeAmqp() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        inside("receive"), inside("result"), inside("publish"), inside("deadletter"), inside("cli"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(AMQP)
                .check(CLASSES);
    }

    @Test
    void onlyThoseWhoTalkToTheDatabaseSeeSql() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        inside("write"),
                        inside("ledger"),
                        inside("result"),
                        inside("table"),
                        inside("sql"),
                        // Not the worker: makes the demo's tables and looks at them afterwards.
                        inside("cli.demo"),
                        // Asks the worker's database for the time.
                        inside("cli.dead"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(SQL)
                .check(CLASSES);
    }

    @Test
    void webReadsOfApplyOnlyTargetsAndTheirStates() {
        noClasses()
                .that()
                .resideInAPackage(inside("web"))
                .should()
                .dependOnClassesThat(resideInAPackage(inside("apply"))
                        .and(not(type(Targets.class)))
                        .and(not(type(Gates.class)))
                        .and(not(belongToAnyOf(Gate.class))))
                .check(CLASSES);
    }

    /** Beside the door: what goes in and comes out. */
    @Test
    void deadLettersHaveOneDoor() {
        classes()
                .that()
                .resideInAPackage(inside("deadletter"))
                .and()
                .arePublic()
                .and()
                .areNotInterfaces()
                .and()
                .areNotEnums()
                .and()
                .areNotRecords()
                .and(not(simpleName("package-info")))
                .should()
                .be(DeadLetterQueue.class)
                .check(CLASSES);
    }

    @Test
    void mappersAreKnownToTheirPackageOnly() {
        classes().that().areAnnotatedWith(Mapper.class).should().notBePublic().check(CLASSES);
    }

    /** MyBatis puts what stands in {@code ${}} into the statement as text. */
    @Test
    void noMapperPutsTextIntoItsStatements() {
        List<Path> mappers = Stream.concat(
                        filesUnder("src/main/java", ".java", "@Mapper"),
                        filesUnder("src/main/resources", ".xml", "<mapper"))
                .toList();

        assertThat(mappers).isNotEmpty().noneMatch(file -> read(file).contains("${"));
    }

    @Test
    void everyPackageIsNullMarked() {
        Set<String> unmarked = CLASSES.stream()
                .map(JavaClass::getPackage)
                .filter(each -> each.tryGetPackageInfo().isEmpty() || !each.isAnnotatedWith(NullMarked.class))
                .map(each -> each.getName())
                .collect(toSet());

        assertThat(unmarked).isEmpty();
    }

    private static String inside(String name) {
        return ROOT + "." + name + "..";
    }

    private static Stream<Path> filesUnder(String folder, String ending, String text) {
        try (Stream<Path> files = Files.walk(Path.of(folder))) {
            List<Path> found = files.filter(file -> file.toString().endsWith(ending))
                    .filter(file -> read(file).contains(text))
                    .toList();
            return found.stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
