package io.pulsefeed.article.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArticleSourceConfigTest {

    private static final String GOOD = "{'name':'A','discovery':[{'type':'feed','url':'https://a.example/rss'}]%s}";

    private static ArticleSourceConfig config(String sites) {
        return new ArticleSourceConfig(Map.of("sites", sites.replace('\'', '"')));
    }

    @Test
    void readsAWholeSite() {
        SiteConfig site = config(
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
                .enabledSites()
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
                ",'colour':'red' | site 'A': colour is not known",
                ",'extract':{'body':'p'} | site 'A': extract.body is not known",
                ",'include':['('] | site 'A': include '(' is no regular expression",
                ",'timezone':'Mars' | site 'A': timezone 'Mars' is no time zone",
                ",'minDelayMs':-1 | site 'A': minDelayMs must be a whole number",
                ",'extract':{'content':'a['} | site 'A': extract.content 'a[' is no CSS selector",
                ",'allowedHosts':['https://a.example'] | site 'A': allowedHosts 'https://a.example' is no host",
                ",'enabled':'yes' | site 'A': enabled must be true or false",
                ",'paywall':'jump' | site 'A': paywall 'jump' must be one of summary"
            })
    void namesTheSiteAndTheKeyThatIsWrong(String more, String message) {
        String sites = "[" + GOOD.formatted(more.strip()) + "]";
        assertThatThrownBy(() -> config(sites).enabledSites())
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
    void refusesAddressesThatCannotBeFetched(String url) {
        String sites = "[" + GOOD.formatted("").replace("https://a.example/rss", url) + "]";
        assertThatThrownBy(() -> config(sites).enabledSites()).hasMessageContaining("discovery.url");
    }

    @Test
    void refusesTwoSitesOfOneName() {
        String sites = "[" + GOOD.formatted("") + "," + GOOD.formatted("") + "]";
        assertThatThrownBy(() -> config(sites).enabledSites()).hasMessageContaining("two sites are named 'A'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[", "nonsense", "[{}]", "[7]", "[]"})
    void refusesWhatIsNoListOfSites(String sites) {
        assertThatThrownBy(() -> config(sites).enabledSites()).isInstanceOf(ConfigException.class);
    }

    @Test
    void wantsTheSitesInOnePlace() {
        assertThatThrownBy(() -> new ArticleSourceConfig(Map.of()).enabledSites())
                .hasMessageContaining("neither is set");
        assertThatThrownBy(() -> new ArticleSourceConfig(Map.of("sites", "[]", "sites.path", "x")).siteList())
                .hasMessageContaining("not in both");
        assertThatThrownBy(() -> new ArticleSourceConfig(Map.of("sites.path", "/no/such/file")).siteList())
                .hasMessageContaining("/no/such/file");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Mozilla/5.0 (+https://a.example)", "Pulsefeed", "Pulsefeed/1", "My bot/1 https://a.example"})
    void refusesUserAgentsThatHideWhoAsks(String agent) {
        assertThatThrownBy(() -> new ArticleSourceConfig(Map.of("user.agent", agent)))
                .hasMessageContaining("user.agent");
    }

    @Test
    void everyKeyCanBeShownInAForm() {
        for (ConfigKey key : ArticleSourceConfig.DEFINITION.configKeys().values()) {
            assertThat(key.group).as(key.name).isNotNull();
            assertThat(key.displayName).as(key.name).isNotBlank();
            assertThat(key.documentation).as(key.name).isNotBlank().doesNotContain("<", "&");
            assertThat(key.name).doesNotMatch(".*(key|token|secret|password)$");
        }
    }
}
