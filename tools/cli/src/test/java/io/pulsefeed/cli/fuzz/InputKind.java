package io.pulsefeed.cli.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.admin.TopicProfile;
import io.pulsefeed.cli.UserError;
import io.pulsefeed.cli.acls.FuzzedAcls;
import io.pulsefeed.cli.audit.FuzzedAudit;
import io.pulsefeed.cli.connectors.FuzzedConnectorFile;
import io.pulsefeed.cli.export.FuzzedExport;
import io.pulsefeed.cli.mapping.FuzzedSample;
import io.pulsefeed.cli.options.FuzzedContext;
import io.pulsefeed.cli.replay.FuzzedDeadLetter;
import io.pulsefeed.testing.fuzz.FuzzKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** A kind of external input and the part of a command that reads it. An input that a command rejects is a {@link UserError}. */
enum InputKind implements FuzzKind {
    SAMPLES {
        @Override
        public void read(byte[] input) {
            rejecting(() -> FuzzedSample.propose(input));
        }
    },
    ACCOUNTS {
        @Override
        public void read(byte[] input) {
            FuzzedAudit.readAccount(input);
        }
    },
    CONNECTOR_FILES {
        @Override
        public void read(byte[] input) throws IOException {
            withFile(input, file -> FuzzedAudit.readMapping(FuzzedConnectorFile.read(file)));
        }
    },
    CONTEXT_FILES {
        @Override
        public void read(byte[] input) throws IOException {
            withFile(input, FuzzedContext::read);
        }
    },
    TOPIC_FILES {
        @Override
        public void read(byte[] input) throws IOException {
            withFile(input, file -> {
                try {
                    assertThat(TopicProfile.read(file).topicNames()).doesNotContainNull();
                } catch (IOException e) {
                    assertThat(e).hasMessageMatching("(?s).+");
                }
            });
        }
    },
    ACL_FILES {
        @Override
        public void read(byte[] input) throws IOException {
            withFile(input, FuzzedAcls::read);
        }
    },
    EXPORTS {
        @Override
        public void read(byte[] input) throws IOException {
            FuzzedExport.write(input);
        }
    },
    DEAD_LETTERS {
        @Override
        public void read(byte[] input) {
            FuzzedDeadLetter.read(input);
        }
    };

    private static void withFile(byte[] input, Consumer<Path> command) throws IOException {
        Path file = Files.createTempFile("fuzz-", ".txt");
        try {
            Files.write(file, input);
            rejecting(() -> command.accept(file));
        } finally {
            Files.delete(file);
        }
    }

    private static void rejecting(Runnable command) {
        try {
            command.run();
        } catch (UserError e) {
            assertThat(e).hasMessageMatching("(?s).+");
        }
    }
}
