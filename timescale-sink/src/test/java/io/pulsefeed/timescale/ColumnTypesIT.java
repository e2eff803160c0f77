package io.pulsefeed.timescale;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.testing.TestDatabase;
import io.pulsefeed.timescale.error.BadRecordException;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Column types that the server casts from text, or whose values a cast would change: each value is written or refused. */
class ColumnTypesIT {

    private static TestDatabase database;

    @BeforeAll
    static void createTypes() {
        database = TestDatabase.fresh();
        database.execute("CREATE EXTENSION IF NOT EXISTS hstore SCHEMA public;"
                + "CREATE EXTENSION IF NOT EXISTS citext SCHEMA public;"
                + "CREATE TYPE mood AS ENUM ('sad', 'ok');"
                + "CREATE DOMAIN percent AS int CHECK (VALUE BETWEEN 0 AND 100);"
                + "CREATE DOMAIN code AS varchar(3);"
                + "CREATE DOMAIN price AS numeric(6,2);"
                + "CREATE DOMAIN site AS inet;"
                + "CREATE DOMAIN codes AS varchar(3)[];"
                + "CREATE DOMAIN tags AS text[]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '`',
            textBlock =
                    """
            hstore        # {"k":"v","n":1.50,"b":true,"x":null}   # "b"=>"true", "k"=>"v", "n"=>"1.50", "x"=>NULL
            hstore        # {"a\\"b":"c\\\\d","o":{"p":[1]}}         # "o"=>"{\\"p\\":[1]}", "a\\"b"=>"c\\\\d"
            hstore        # {}                                     # ``
            hstore        # "a=>1"                                 # "a"=>"1"
            hstore        # [1]                                    # !wrong-type
            hstore        # 5                                      # !wrong-type
            hstore        # "a"                                    # !refused-by-database
            citext        # "Ab"                                   # Ab
            mood          # "ok"                                   # ok
            mood          # "mad"                                  # !refused-by-database
            mood[]        # ["ok","sad",null]                      # {ok,sad,NULL}
            percent       # 100                                    # 100
            percent       # 101                                    # !refused-by-database
            percent       # 1.5                                    # !wrong-type
            code          # "abc"                                  # abc
            code          # "abcd"                                 # !refused-by-database
            price         # 1234.56                                # 1234.56
            price         # 12345.6                                # !refused-by-database
            site          # "10.0.0.1"                             # 10.0.0.1/32
            site          # "x"                                    # !refused-by-database
            tags          # ["a","b"]                              # {a,b}
            inet          # "10.0.0.0/8"                           # 10.0.0.0/8
            inet[]        # ["10.0.0.1","::1"]                     # {10.0.0.1,::1}
            inet[]        # ["x"]                                  # !refused-by-database
            interval      # "2 hours"                              # 02:00:00
            interval      # "PT1M"                                 # 00:01:00
            interval      # 90                                     # 00:01:30
            interval      # "x"                                    # !refused-by-database
            int4range     # "[1,5)"                                # [1,5)
            int4range     # {"a":1}                                # !refused-by-database
            xml           # "<a>1</a>"                             # <a>1</a>
            money         # 12.5                                   # $12.50
            bit(3)        # "101"                                  # 101
            bit(3)        # "10101"                                # !refused-by-database
            bit(3)        # "1"                                    # !refused-by-database
            bit varying(3) # "10"                                  # 10
            bit varying(3) # "10101"                               # !refused-by-database
            oid           # 4294967295                             # 4294967295
            oid           # -1                                     # !out-of-range
            name          # "n"                                    # n
            "char"        # "c"                                    # c
            "char"        # "cd"                                   # !too-long
            macaddr       # "08:00:2b:01:02:03"                    # 08:00:2b:01:02:03
            timetz        # "21:35:06+02"                          # 21:35:06+02
            varchar(3)[]  # ["abc"]                                # {abc}
            varchar(3)[]  # ["abcd"]                               # !refused-by-database
            codes         # ["abc"]                                # {abc}
            codes         # ["abcd"]                               # !refused-by-database
            bit(3)[]      # ["101"]                                # {101}
            bit(3)[]      # ["1010"]                               # !refused-by-database
            char(3)[]     # ["ab"]                                 # {"ab "}
            char(3)[]     # ["abcd"]                               # !refused-by-database
            numeric(4,1)[] # [123.4]                               # {123.4}
            numeric(4,1)[] # [12345]                               # !refused-by-database
            char(3)       # "ab"                                   # ab
            char(3)       # "abcd"                                 # !too-long
            jsonb         # {"n":1e200000}                         # !refused-by-database
            jsonb         # 0.12345678901234567890                 # 0.12345678901234567890
            date          # "9999-12-31"                           # 9999-12-31
            date          # 2932896                                # 9999-12-31
            date          # 2932897                                # !bad-time
            date          # "0001-01-01"                           # 0001-01-01
            date          # -719163                                # !bad-time
            tsvector      # "a b"                                  # 'a' 'b'
            """)
    void writesOrRefusesValue(String type, String json, String expected) {
        for (String extra : List.of("", ", via inet")) {
            database.execute("DROP TABLE IF EXISTS readings; DROP TABLE IF EXISTS connect_sink_offsets;"
                    + "CREATE TABLE readings (a " + type + extra + ")");
            assertThat(write("{\"a\":" + json + "}", !extra.isEmpty()))
                    .as(extra.isEmpty() ? "alone" : "merge path")
                    .isEqualTo(expected.strip());
        }
    }

    /** @return the stored value as text, or {@code !reason} */
    private static String write(String json, boolean merge) {
        Map<String, String> settings = Map.of(
                "name",
                "types",
                "topics",
                "readings",
                "linger.ms",
                "0",
                "connection.url",
                database.url(),
                "fields.readings",
                merge ? "a, const:10.0.0.1:via" : "a");
        try (SinkDriver sink = new SinkDriver(
                settings,
                Map.of(new TopicPartition("readings", 0), List.of(Records.json("readings", 0, json))),
                true)) {
            sink.drain();
            return sink.context().reported().isEmpty()
                    ? database.rows("SELECT a::text FROM readings").get(0)
                    : "!"
                            + ((BadRecordException)
                                            sink.context().reported().get(0).error())
                                    .reason()
                                    .tag();
        }
    }
}
