package io.pulsefeed.cli.doctor;

import io.pulsefeed.admin.AdminException;
import io.pulsefeed.cli.options.ConnectOptions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The versions of Pulsefeed's plugins on the worker: each once, all equal, and that of this command. */
final class PluginCheck implements Check {

    private static final String CHECK = "plugins";
    private static final String PACKAGE = "io.pulsefeed.";

    private final ConnectOptions connect;
    private final String commandVersion;

    /** @param commandVersion version of this command */
    PluginCheck(ConnectOptions connect, String commandVersion) {
        this.connect = connect;
        this.commandVersion = commandVersion;
    }

    /** No findings if the worker does not respond, because another check reports that. */
    @Override
    public List<Finding> run() {
        try {
            return List.of(finding(connect.rest().pluginVersions(), commandVersion));
        } catch (AdminException e) {
            return List.of();
        }
    }

    /** @param installed versions by class, other plugins included */
    static Finding finding(Map<String, Set<String>> installed, String commandVersion) {
        Map<String, Set<String>> ours = installed.entrySet().stream()
                .filter(plugin ->
                        plugin.getKey().startsWith(PACKAGE) && plugin.getKey().endsWith("Connector"))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        if (ours.isEmpty()) {
            return Finding.warn(
                    CHECK,
                    "the worker has no plugin of Pulsefeed",
                    "Unpack the zips below plugin.path and restart the worker");
        }
        Set<String> versions =
                ours.values().stream().flatMap(Set::stream).collect(Collectors.toCollection(TreeSet::new));
        String list = new TreeSet<>(ours.keySet())
                .stream()
                        .map(name ->
                                name.substring(name.lastIndexOf('.') + 1) + " " + String.join(" and ", ours.get(name)))
                        .collect(Collectors.joining(", "));
        if (ours.values().stream().anyMatch(found -> found.size() > 1)) {
            return Finding.warn(
                    CHECK,
                    "a plugin is installed in several versions: " + list,
                    "Delete the old directories below plugin.path and restart the worker");
        }
        if (!versions.equals(Set.of(commandVersion))) {
            return Finding.warn(
                    CHECK,
                    "versions differ from this command (" + commandVersion + "): " + list,
                    "Install the plugins of one release, or use the command of that release");
        }
        return Finding.ok(CHECK, ours.size() + " of version " + commandVersion);
    }
}
