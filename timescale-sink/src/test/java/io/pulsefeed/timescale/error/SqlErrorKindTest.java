package io.pulsefeed.timescale.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.SocketException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlErrorKindTest {

    @ParameterizedTest
    @CsvSource({
        "08006, CONNECTION_LOST",
        "57P01, CONNECTION_LOST",
        "57P05, CONNECTION_LOST",
        "25P03, CONNECTION_LOST",
        "40P01, RETRY_NOW",
        "55P03, RETRY_LATER",
        "57014, RETRY_LATER",
        "53100, RETRY_LATER",
        "53400, TOO_LARGE",
        "23505, DUPLICATE_KEY",
        "21000, REPEATED_KEY",
        "22003, BAD_ROW",
        "23502, BAD_ROW",
        "44000, BAD_ROW",
        "54000, BAD_ROW",
        "P0001, BAD_ROW",
        "TS101, BAD_ROW",
        "MY001, BAD_ROW",
        "60000, BAD_ROW",
        "42601, BAD_ROW",
        "42P01, SCHEMA_CHANGED",
        "42703, SCHEMA_CHANGED",
        "42P10, SCHEMA_CHANGED",
        "42809, SCHEMA_CHANGED",
        "428C9, SCHEMA_CHANGED",
        "0A000, SCHEMA_CHANGED",
        "3F000, SCHEMA_CHANGED",
        "42501, PERMISSION_DENIED",
        "28P01, MISCONFIGURED",
        "3D000, MISCONFIGURED",
        "42P05, MISCONFIGURED",
        "XX000, UNKNOWN",
        "TS001, UNKNOWN"
    })
    void classifiesSqlState(String state, SqlErrorKind kind) {
        assertThat(SqlErrorKind.of(new SQLException("message", state))).isEqualTo(kind);
    }

    @Test
    void treatsAnIoErrorWithoutSqlStateAsALostConnection() {
        assertThat(SqlErrorKind.of(new SQLException("message", new SocketException("reset"))))
                .isEqualTo(SqlErrorKind.CONNECTION_LOST);
        assertThat(SqlErrorKind.of(new SQLException("message"))).isEqualTo(SqlErrorKind.UNKNOWN);
    }

    @Test
    void namesTheSettingThatATransactionPoolerNeeds() {
        assertThat(SqlAdvice.of("42P05")).contains("prepareThreshold=0");
    }
}
