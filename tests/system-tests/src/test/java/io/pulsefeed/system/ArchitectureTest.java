package io.pulsefeed.system;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import org.apache.kafka.connect.connector.Connector;
import org.apache.kafka.connect.connector.Task;

/** Which package may depend on which. The rules hold for the main classes of every module on this module's class path. */
@AnalyzeClasses(packages = "io.pulsefeed", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    /** Root package of a plugin, without its subpackages. */
    private static final String PLUGIN_ROOT = "io.pulsefeed.(kraken|article|emotibit|timescale)";

    private static final String PLUGIN = PLUGIN_ROOT + "..";
    private static final String PLUGIN_CONFIG = PLUGIN_ROOT + ".config..";
    private static final String PLUGIN_WIRE = PLUGIN_ROOT + ".wire..";
    private static final String PLUGIN_CLIENT = PLUGIN_ROOT + ".client..";

    private static final String COMMONS = "io.pulsefeed.commons..";
    private static final String ADMIN_CLIENT = "io.pulsefeed.admin..";
    private static final String LOCAL_STACK = "io.pulsefeed.stack..";
    private static final String CLI = "io.pulsefeed.cli..";
    private static final String CONSOLE = "io.pulsefeed.console..";
    private static final String SIMULATORS = "io.pulsefeed.simulators..";
    private static final String TEST_SUPPORT = "io.pulsefeed.testing..";

    private static final String JDK = "java..";
    private static final String KAFKA = "org.apache.kafka..";
    private static final String SLF4J = "org.slf4j..";
    private static final String JSPECIFY = "org.jspecify..";
    private static final String JACKSON = "com.fasterxml.jackson..";
    private static final String HTML_PARSER = "org.jsoup..";

    @ArchTest
    final ArchRule pluginConfigDependsOnNothingOfThePlugin = classes()
            .that()
            .resideInAPackage(PLUGIN_CONFIG)
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                    PLUGIN_CONFIG, COMMONS, JDK, "org.apache.kafka.common.config..", SLF4J, JSPECIFY));

    @ArchTest
    final ArchRule pluginWireDependsOnlyOnParsers = classes()
            .that()
            .resideInAPackage(PLUGIN_WIRE)
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                    PLUGIN_WIRE, "io.pulsefeed.commons.time..", JDK, JACKSON, HTML_PARSER, JSPECIFY));

    @ArchTest
    final ArchRule pluginWireDoesNoIo = noClasses()
            .that()
            .resideInAPackage(PLUGIN_WIRE)
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                            "java.net..", "java.nio.channels..", "java.nio.file..", "java.sql..")
                    .and(not(belongToAnyOf(URI.class, URISyntaxException.class, URLDecoder.class, URLEncoder.class))));

    @ArchTest
    final ArchRule pluginClientUsesNoKafka =
            noClasses().that().resideInAPackage(PLUGIN_CLIENT).should().dependOnClassesThat(resideInAPackage(KAFKA));

    @ArchTest
    final ArchRule packagesOfAPluginAreFreeOfCycles =
            slices().matching(PLUGIN_ROOT + ".(**)").should().beFreeOfCycles();

    @ArchTest
    final ArchRule onlyConnectorAndTaskArePublicInThePluginRoot = classes()
            .that()
            .resideInAPackage(PLUGIN_ROOT)
            .and()
            .arePublic()
            .should()
            .beAssignableTo(Connector.class)
            .orShould()
            .beAssignableTo(Task.class);

    @ArchTest
    final ArchRule nothingDependsOnThePluginRoot = noClasses()
            .that()
            .resideOutsideOfPackage(PLUGIN_ROOT)
            .should()
            .dependOnClassesThat(resideInAPackage(PLUGIN_ROOT));

    @ArchTest
    final ArchRule pluginsDoNotDependOnEachOther =
            slices().matching(PLUGIN_ROOT + "..").should().notDependOnEachOther();

    @ArchTest
    final ArchRule pluginsDependOnNoModuleButCommons = noClasses()
            .that()
            .resideInAPackage(PLUGIN)
            .should()
            .dependOnClassesThat(resideInAnyPackage(ADMIN_CLIENT, LOCAL_STACK, CLI, SIMULATORS, TEST_SUPPORT));

    @ArchTest
    final ArchRule simulatorsDependOnNoPluginAndNotOnKafka = noClasses()
            .that()
            .resideInAPackage(SIMULATORS)
            .should()
            .dependOnClassesThat(resideInAnyPackage(PLUGIN, COMMONS, KAFKA));

    @ArchTest
    final ArchRule commonsDependsOnlyOnKafkaAndLogging = classes()
            .that()
            .resideInAPackage(COMMONS)
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(COMMONS, JDK, KAFKA, SLF4J, JSPECIFY));

    @ArchTest
    final ArchRule adminClientDoesNotDependOnItsUsers = noClasses()
            .that()
            .resideInAPackage(ADMIN_CLIENT)
            .should()
            .dependOnClassesThat(resideInAnyPackage(LOCAL_STACK, CONSOLE, CLI));

    @ArchTest
    final ArchRule consoleDependsOnNoPluginAndNotOnItsUsers = noClasses()
            .that()
            .resideInAPackage(CONSOLE)
            .should()
            .dependOnClassesThat(resideInAnyPackage(PLUGIN, COMMONS, LOCAL_STACK, CLI, SIMULATORS));

    @ArchTest
    final ArchRule consoleHttpUsesNoKafka = noClasses()
            .that()
            .resideInAPackage("io.pulsefeed.console.http..")
            .should()
            .dependOnClassesThat(resideInAPackage(KAFKA));

    @ArchTest
    final ArchRule localStackDependsOnNoPlugin =
            noClasses().that().resideInAPackage(LOCAL_STACK).should().dependOnClassesThat(resideInAPackage(PLUGIN));

    @ArchTest
    final ArchRule testSupportDependsOnNoPluginAndNoSimulator = noClasses()
            .that()
            .resideInAPackage(TEST_SUPPORT)
            .should()
            .dependOnClassesThat(resideInAnyPackage(PLUGIN, SIMULATORS));
}
