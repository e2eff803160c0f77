package io.pulsefeed.simulators.news;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Several news sites, each on its own port. */
public final class NewsSimulator implements AutoCloseable {

    private static final List<String> NAMES =
            List.of("CoinDesk", "Cointelegraph", "Decrypt", "CryptoSlate", "Bitcoin Magazine");

    private final List<NewsSite> sites;

    private NewsSimulator(List<NewsSite> sites) {
        this.sites = sites;
    }

    /**
     * @param address to listen on; links in pages use the host of the request
     * @param port of the first site; the others use the following ports; 0 selects free ports
     * @param articles articles that each site has published before the start
     * @throws IOException naming the port that is in use
     */
    public static NewsSimulator start(
            InetAddress address, int port, int sites, int articles, long seed, Clock clock, Set<NewsFault> faults)
            throws IOException {
        List<NewsSite> started = new ArrayList<>();
        try {
            for (int i = 0; i < sites; i++) {
                started.add(NewsSite.start(address, port == 0 ? 0 : port + i, articles, seed + i, clock, faults));
            }
        } catch (IOException e) {
            started.forEach(NewsSite::close);
            throw new IOException(
                    "Could not open port " + (port + started.size()) + " of " + address.getHostAddress()
                            + " for a news site (" + e.getMessage() + "). Choose another first port.",
                    e);
        }
        return new NewsSimulator(List.copyOf(started));
    }

    /** The same on the loopback address. */
    public static NewsSimulator start(int port, int sites, int articles, long seed, Clock clock, Set<NewsFault> faults)
            throws IOException {
        return start(InetAddress.getLoopbackAddress(), port, sites, articles, seed, clock, faults);
    }

    public List<NewsSite> sites() {
        return sites;
    }

    /** The configured name of site {@code index}: the first five are those of the default sites. */
    public static String name(int index) {
        return index < NAMES.size() ? NAMES.get(index) : "Site " + (index + 1);
    }

    /** The list of these sites for {@code sites.path} of the article source, with {@code delayMs} between two requests. */
    public String sitesJson(long delayMs) {
        ObjectMapper json = new ObjectMapper();
        ArrayNode list = json.createArrayNode();
        for (int i = 0; i < sites.size(); i++) {
            NewsSite site = sites.get(i);
            ObjectNode entry = list.addObject().put("name", name(i));
            entry.putArray("discovery").addObject().put("type", "feed").put("url", site.origin() + "/feed.xml");
            entry.putArray("allowedHosts").add(site.host() + ":" + site.port());
            entry.put("minDelayMs", delayMs);
        }
        return list.toPrettyString() + "\n";
    }

    /** Serves the pages recorded in {@code file} on every site, before its own. */
    public void replay(Path file) throws IOException {
        for (Map.Entry<String, PageReplay.Page> page : PageReplay.read(file).entrySet()) {
            for (NewsSite site : sites) {
                site.serve(
                        page.getKey(),
                        page.getValue().status(),
                        page.getValue().headers(),
                        page.getValue().body());
            }
        }
    }

    @Override
    public void close() {
        sites.forEach(NewsSite::close);
    }
}
