package io.pulsefeed.cli.database;

import java.util.List;

/** Indexes of earlier releases that later ones replace. An index that differs in any way was made by a user and is kept. */
final class EarlierIndexes {

    private static final List<String> RELEASE_0_1_0 = List.of(
            "CREATE UNIQUE INDEX trade_data_key ON trade_data USING btree (pair, trade_id, \"timestamp\")",
            "CREATE INDEX trade_data_pair_timestamp ON trade_data USING btree (pair, \"timestamp\" DESC)",
            "CREATE INDEX ticker_data_timestamp ON ticker_data USING btree (\"timestamp\" DESC)",
            "CREATE UNIQUE INDEX alert_data_key ON alert_data USING btree (pair, alert_type, \"timestamp\")",
            "CREATE INDEX alert_data_timestamp ON alert_data USING btree (\"timestamp\" DESC)",
            "CREATE UNIQUE INDEX article_data_key ON article_data USING btree (article_id, \"timestamp\")",
            "CREATE INDEX article_data_timestamp ON article_data USING btree (\"timestamp\" DESC)",
            "CREATE INDEX emotibit_metric_name ON emotibit_metric USING btree (metric_name, \"timestamp\" DESC)",
            "CREATE UNIQUE INDEX emotibit_packet_key ON emotibit_packet USING btree"
                    + " (device_id, session_id, packet_number, type_tag, \"timestamp\")");

    private EarlierIndexes() {}

    static boolean contains(TableIndex index) {
        return RELEASE_0_1_0.contains(index.definition());
    }
}
