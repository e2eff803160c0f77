package io.pulsefeed.article.mention;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Maps words and phrases of an article to topic tags. */
final class TopicTags {

    private static final Map<String, String> BY_WORDS = Map.ofEntries(
            Map.entry("defi", "defi"),
            Map.entry("decentralized finance", "defi"),
            Map.entry("decentralised finance", "defi"),
            Map.entry("nft", "nft"),
            Map.entry("nfts", "nft"),
            Map.entry("fungible tokens", "nft"),
            Map.entry("mining", "mining"),
            Map.entry("miner", "mining"),
            Map.entry("miners", "mining"),
            Map.entry("hashrate", "mining"),
            Map.entry("regulation", "regulation"),
            Map.entry("regulations", "regulation"),
            Map.entry("regulator", "regulation"),
            Map.entry("regulators", "regulation"),
            Map.entry("regulatory", "regulation"),
            Map.entry("sec", "regulation"),
            Map.entry("cftc", "regulation"),
            Map.entry("mica", "regulation"),
            Map.entry("lawsuit", "legal"),
            Map.entry("lawsuits", "legal"),
            Map.entry("etf", "etf"),
            Map.entry("etfs", "etf"),
            Map.entry("exchange traded", "etf"),
            Map.entry("stablecoin", "stablecoin"),
            Map.entry("stablecoins", "stablecoin"),
            Map.entry("cbdc", "cbdc"),
            Map.entry("cbdcs", "cbdc"),
            Map.entry("digital euro", "cbdc"),
            Map.entry("digital yuan", "cbdc"),
            Map.entry("digital dollar", "cbdc"),
            Map.entry("hack", "security"),
            Map.entry("hacked", "security"),
            Map.entry("hacker", "security"),
            Map.entry("hackers", "security"),
            Map.entry("exploit", "security"),
            Map.entry("exploited", "security"),
            Map.entry("phishing", "security"),
            Map.entry("scam", "security"),
            Map.entry("staking", "staking"),
            Map.entry("staked", "staking"),
            Map.entry("airdrop", "airdrop"),
            Map.entry("airdrops", "airdrop"),
            Map.entry("halving", "halving"),
            Map.entry("metaverse", "metaverse"),
            Map.entry("web3", "web3"),
            Map.entry("dao", "dao"),
            Map.entry("daos", "dao"),
            Map.entry("layer 2", "layer-2"),
            Map.entry("rollup", "layer-2"),
            Map.entry("rollups", "layer-2"),
            Map.entry("memecoin", "memecoin"),
            Map.entry("memecoins", "memecoin"),
            Map.entry("meme coin", "memecoin"),
            Map.entry("meme coins", "memecoin"),
            Map.entry("funding round", "funding"),
            Map.entry("venture capital", "funding"),
            Map.entry("ipo", "ipo"));

    private TopicTags() {}

    /** In order of first appearance. */
    static Set<String> of(String text) {
        TokenizedText words = new TokenizedText(text);
        Set<String> topics = new LinkedHashSet<>();
        for (int i = 0; i < words.count(); i++) {
            String topic = BY_WORDS.get(words.lower(i));
            String pair = BY_WORDS.get(words.lower(i) + ' ' + words.lower(i + 1));
            if (topic != null) {
                topics.add(topic);
            }
            if (pair != null) {
                topics.add(pair);
            }
        }
        return topics;
    }
}
