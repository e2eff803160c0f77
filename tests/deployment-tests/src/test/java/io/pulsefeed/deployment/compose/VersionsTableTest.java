package io.pulsefeed.deployment.compose;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.testing.Checkout;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The table of image versions in docs/deploy.md, {@code docker-compose.yml} and {@code .env.example} name the same tags. */
class VersionsTableTest {

    private static final Pattern PINNED = Pattern.compile("\\$\\{\\w+_IMAGE:-([^}:]+):([^}]+)}");
    private static final Pattern EXAMPLE = Pattern.compile("(?m)^#\\w+_IMAGE=([^:\\s]+):(\\S+)$");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([^`]+)` \\| `([^`]+)`");

    private static Set<String> images(Pattern pattern, String text) {
        Set<String> images = new TreeSet<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            images.add(matcher.group(1) + ":" + matcher.group(2));
        }
        // Built from this repository.
        images.removeIf(image -> image.startsWith("pulsefeed/"));
        return images;
    }

    @Test
    void tableListsThePinnedImages() {
        String page = Checkout.text("docs/deploy.md");
        String table = page.substring(page.indexOf("<!-- versions:begin -->"), page.indexOf("<!-- versions:end -->"));
        Set<String> pinned = images(PINNED, Checkout.text("docker-compose.yml"));

        assertThat(pinned).hasSize(10);
        assertThat(images(ROW, table)).isEqualTo(pinned);
        assertThat(images(EXAMPLE, Checkout.text(".env.example"))).isEqualTo(pinned);
    }
}
