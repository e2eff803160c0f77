package io.pulsefeed.article.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulsefeed.article.config.ArticleSourceConnectorConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
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
                "file:///etc/passwd"
            })
    void rejectsUrlsThatCannotBeFetched(String url) {
        String sites = "[" + GOOD.formatted("").replace("https://a.example/rss", url) + "]";
        assertThatThrownBy(() -> sites(sites)).hasMessageContaining("discovery.url");
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
