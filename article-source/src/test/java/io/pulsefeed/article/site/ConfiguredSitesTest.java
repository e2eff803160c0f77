package io.pulsefeed.article.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulsefeed.article.ArticleSourceConnector;
import io.pulsefeed.article.config.ArticleSourceConnectorConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfiguredSitesTest {

    private static final String GOOD = "{'name':'A','discovery':[{'type':'feed','url':'https://a.example/rss'}]%s}";

    private static List<SiteConfig> sites(String sites) {
        return sites(Map.of("sites", sites.replace('\'', '"')));
    }

    private static List<SiteConfig> sites(Map<String, String> properties) {
        return ConfiguredSites.of(new ArticleSourceConnectorConfig(properties)).sites();
    }

    @Test
    void parsesAllFieldsOfASite() {
        SiteConfig site = sites(
                        """
                        [{'name':'CoinDesk','enabled':true,
                          'discovery':[{'type':'feed','url':'https://www.coindesk.com/rss/'},
                                       {'type':'news-sitemap','url':'https://www.coindesk.com/news.xml','intervalMs':900000},
                                       {'type':'listing','url':'https://www.coindesk.com/latest','linkSelector':'a[href]'}],
                          'allowedHosts':['coindesk.com','*.coindesk.com'],
                          'include':['^/(markets|tech)/'],'exclude':['/video/'],
                          'timezone':'America/New_York','language':'en','minDelayMs':2000,
                          'extract':{'content':null,'remove':['.promo'],'title':null,'date':null},
                          'fullText':true,'paywall':'summary'}]
                        """)
                .get(0);
        assertThat(site.discovery()).hasSize(3);
        assertThat(site.discovery().get(1).interval()).isEqualTo(Duration.ofMinutes(15));
        assertThat(site.minDelay()).isEqualTo(Duration.ofSeconds(2));
        assertThat(site.extract().zone().getId()).isEqualTo("America/New_York");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                ",'colour':'red' | site 'A': colour is not a known field",
                ",'extract':{'body':'p'} | site 'A': extract.body is not a known field",
                ",'include':['('] | site 'A': include '(' is not a valid regular expression",
                ",'timezone':'Mars' | site 'A': timezone 'Mars' is not a valid time zone",
                ",'minDelayMs':-1 | site 'A': minDelayMs must be a whole number",
                ",'minDelayMs':9000000000000000000 | site 'A': minDelayMs must be a whole number",
                ",'allowedHosts':['a.example:99999'] | site 'A': allowedHosts 'a.example:99999' is not a valid host",
                ",'allowedHosts':['a.example:0'] | site 'A': allowedHosts 'a.example:0' is not a valid host",
                ",'allowedHosts':['a b.example'] | site 'A': allowedHosts 'a b.example' is not a valid host",
                ",'allowedHosts':'a.example' | site 'A': allowedHosts must be a list of strings",
                ",'extract':{'content':'a['} | site 'A': extract.content 'a[' is not a valid CSS selector",
                ",'allowedHosts':['https://a.example'] | site 'A': allowedHosts 'https://a.example' is not a valid host",
                ",'enabled':'yes' | site 'A': enabled must be true or false",
                ",'paywall':'jump' | site 'A': paywall 'jump' must be one of summary"
            })
    void errorNamesSiteAndField(String more, String message) {
        String sites = "[" + GOOD.formatted(more.strip()) + "]";
        assertThatThrownBy(() -> sites(sites))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("sites: " + message.strip());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://a.example/rss",
                "/rss",
                "http://",
                "http://user:pw@a.example/",
                "http://0x7f.1/",
                "http://127.1/",
                "https://a.example:0/rss",
                "https://a.example:99999/rss",
                "https://b\u00fccher..example/rss",
                "file:///etc/passwd"
            })
    void rejectsUrlsThatCannotBeFetched(String url) {
        String sites = "[" + GOOD.formatted("").replace("https://a.example/rss", url) + "]";
        assertThatThrownBy(() -> sites(sites)).hasMessageContaining("discovery.url");
    }

    @Test
    void convertsInternationalizedHostsToAscii() {
        String hosts = ",'allowedHosts':['M\u00fcnchen.example','*.\u4f8b\u3048.example:8080','[2001:DB8::1]:8443']";
        String sites = "["
                + GOOD.formatted(hosts)
                        .replace("https://a.example/rss", " https://b\u00fccher.example/\u00fc?q=\u4f8b ")
                + "]";

        SiteConfig site = sites(sites).get(0);

        assertThat(site.discovery().get(0).url()).hasToString("https://xn--bcher-kva.example/%c3%bc?q=%e4%be%8b");
        assertThat(site.allowedHosts())
                .containsExactly("xn--mnchen-3ya.example", "*.xn--r8jz45g.example:8080", "[2001:db8::1]:8443");
    }

    @Test
    void readsFileWithByteOrderMark(@TempDir Path folder) throws Exception {
        String json = ("\uFEFF[" + GOOD.formatted("") + "]").replace('\'', '"');
        Path file = Files.writeString(folder.resolve("sites.json"), json);

        assertThat(sites(Map.of("sites.path", file.toString()))).hasSize(1);
        Files.write(file, new byte[] {'[', (byte) 0xFC, ']'});
        assertThatThrownBy(() -> sites(Map.of("sites.path", file.toString())))
                .hasMessageContaining("is not UTF-8 text. Save it as UTF-8.");
    }

    @Test
    void rejectsUnknownAndMissingDiscoveryType() {
        String unknown = "[" + GOOD.formatted("").replace("'feed'", "'Feed'") + "]";
        assertThatThrownBy(() -> sites(unknown))
                .hasMessageContaining(
                        "discovery.type 'Feed' must be one of feed, news-sitemap, sitemap, listing, discover");
        String missing = "[" + GOOD.formatted("").replace("'type':'feed',", "") + "]";
        assertThatThrownBy(() -> sites(missing)).hasMessageContaining("discovery.type is missing");
    }

    @Test
    void doesNotRepeatPasswordsInErrors() {
        String sites = "[" + GOOD.formatted("").replace("https://", "https://user:secret@") + "]";
        assertThatThrownBy(() -> sites(sites))
                .hasMessageContaining("user name or password")
                .hasMessageNotContaining("secret");
    }

    @Test
    void readsHeadersAndCookiesFromTheFileOnly(@TempDir Path folder) throws Exception {
        String secrets = ",'headers':{'X-Api-Key':'s3cret'},'cookies':{'a':'1','b':'2'}";
        String json = ("[" + GOOD.formatted(secrets) + "]").replace('\'', '"');
        Path file = Files.writeString(folder.resolve("sites.json"), json);
        assertThatThrownBy(() -> sites(Map.of("sites", json)))
                .hasMessageContaining("only accepted in a file")
                .hasMessageNotContaining("s3cret");

        Map<String, String> connector = Map.of("sites.path", file.toString());
        ConfiguredSites inFile = ConfiguredSites.of(new ArticleSourceConnectorConfig(connector));
        assertThat(inFile.hasHeaders()).isTrue();
        assertThat(inFile.entries().get(0)).doesNotContain("s3cret").doesNotContain("cookies");
        ArticleSourceConnector source = new ArticleSourceConnector();
        source.start(connector);
        Map<String, String> task = source.taskConfigs(1).get(0);
        assertThat(task.toString()).doesNotContain("s3cret");
        assertThat(sites(task).get(0).headers().byName())
                .isEqualTo(Map.of("X-Api-Key", "s3cret", "Cookie", "a=1; b=2"));
        assertThat(sites(task).get(0).toString()).doesNotContain("s3cret");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'headers':{'Host':'s3cret'} | headers must not contain Host",
                "'headers':{'User-Agent':'s3cret'} | headers must not contain User-Agent",
                "'headers':{'a b':'s3cret'} | headers contains a name",
                "'headers':{'X':'s3cret\\r\\nY: 1'} | headers .X is not a string",
                "'headers':{'X':7} | headers .X is not a string",
                "'cookies':{'X':'s3cret;'} | cookies .X is not a string",
                "'cookies':['s3cret'] | cookies must be a JSON object",
                "'headers':{'X':s3cret} | not valid JSON"
            })
    void rejectsHeadersThatAreNotValidWithoutTheirValues(String field, String message, @TempDir Path folder)
            throws Exception {
        String json = ("[" + GOOD.formatted("," + field.strip()) + "]").replace('\'', '"');
        Path file = Files.writeString(folder.resolve("sites.json"), json);

        assertThatThrownBy(() -> sites(Map.of("sites.path", file.toString())))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(message.strip())
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void rejectsDuplicateSiteNames() {
        String sites = "[" + GOOD.formatted("") + "," + GOOD.formatted("") + "]";
        assertThatThrownBy(() -> sites(sites)).hasMessageContaining("two sites are named 'A'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[", "nonsense", "[{}]", "[7]", "[]"})
    void rejectsInvalidSiteLists(String sites) {
        assertThatThrownBy(() -> sites(sites)).isInstanceOf(ConfigException.class);
    }

    @Test
    void requiresExactlyOneSourceOfSites() {
        assertThatThrownBy(() -> sites(Map.of())).hasMessageContaining("neither is set");
        assertThatThrownBy(() -> sites(Map.of("sites", "[]", "sites.path", "x")))
                .hasMessageContaining("not in both");
        assertThatThrownBy(() -> sites(Map.of("sites.path", "/no/such/file"))).hasMessageContaining("/no/such/file");
    }
}
