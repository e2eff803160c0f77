package io.pulsefeed.cli.acls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;

/** A fuzzed file of ACLs. */
public final class FuzzedAcls {

    private FuzzedAcls() {}

    public static void read(Path file) {
        assertThat(AclFile.read(file).bindings()).doesNotContainNull();
    }
}
