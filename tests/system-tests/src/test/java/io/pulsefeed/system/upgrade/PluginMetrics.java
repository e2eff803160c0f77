package io.pulsefeed.system.upgrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** The metrics of the plugins in a running worker, read by JMX. */
final class PluginMetrics {

    /** Tags whose values depend on the run. */
    private static final Set<String> OPEN_TAGS = Set.of("device");

    private PluginMetrics() {}

    /** Every metric of the release exists, with its tags and its type. Metrics appear after the start of a task. */
    static void assertRegistered(UpgradeStack stack, ReleaseFixture fixture, String plugin) {
        List<String> expected = fixture.lines(ReleaseFixture.METRICS).stream()
                .filter(line -> line.startsWith(plugin + " "))
                .toList();
        assertThat(expected).isNotEmpty();
        await().atMost(UpgradeStack.TIMEOUT)
                .untilAsserted(() -> assertThat(lines(stack.pid())).containsAll(expected));
    }

    /** Plugin, name, tags and type of the value of each metric. A plugin is the first word of its connector's name. */
    static Set<String> lines(long pid) {
        try {
            VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
            try (JMXConnector connector =
                    JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent()))) {
                return lines(connector.getMBeanServerConnection());
            } finally {
                machine.detach();
            }
        } catch (AttachNotSupportedException | IOException | JMException e) {
            throw new IllegalStateException("Cannot read the metrics of process " + pid, e);
        }
    }

    private static Set<String> lines(MBeanServerConnection server) throws IOException, JMException {
        Set<String> lines = new TreeSet<>();
        for (ObjectName name : server.queryNames(new ObjectName("kafka.connect:type=plugins,*"), null)) {
            Map<String, String> tags = new TreeMap<>(name.getKeyPropertyList());
            String plugin = tags.remove("connector").split("-")[0];
            tags.remove("type");
            tags.remove("task");
            tags.replaceAll((tag, value) -> OPEN_TAGS.contains(tag) ? "*" : value.replace("\"", ""));
            List<String> attributes = new ArrayList<>();
            for (MBeanAttributeInfo attribute : server.getMBeanInfo(name).getAttributes()) {
                attributes.add(attribute.getName());
            }
            AttributeList values = server.getAttributes(name, attributes.toArray(String[]::new));
            for (Attribute value : values.asList()) {
                lines.add(plugin + " | " + value.getName() + " | " + tags + " | "
                        + value.getValue().getClass().getSimpleName());
            }
        }
        return lines;
    }
}
