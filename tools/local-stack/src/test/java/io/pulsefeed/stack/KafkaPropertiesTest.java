package io.pulsefeed.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaPropertiesTest {

    @Test
    void kafkaReadsAPathWithAnyLetters(@TempDir Path folder) throws IOException {
        Properties written = new Properties();
        written.setProperty("log.dirs", "/home/Jürgen 山/.pulsefeed/kafka/data");
        Path file = folder.resolve("broker.properties");

        KafkaProperties.write(file, written);

        assertThat(Utils.loadProps(file.toString())).isEqualTo(written);
    }
}
