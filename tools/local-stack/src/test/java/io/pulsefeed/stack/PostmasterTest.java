package io.pulsefeed.stack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PostmasterTest {

    @Test
    void splitsTheStoredCommand() {
        assertThat(Postmaster.command(
                        "/home/a b/bin/postgres \"-D\" \"/home/a b/data\" \"-p\" \"15432\" \"-c\" \"jit=off\"\n"))
                .containsExactly("/home/a b/bin/postgres", "-D", "/home/a b/data", "-p", "15432", "-c", "jit=off");
        assertThat(Postmaster.command("/bin/postgres\n")).containsExactly("/bin/postgres");
    }
}
