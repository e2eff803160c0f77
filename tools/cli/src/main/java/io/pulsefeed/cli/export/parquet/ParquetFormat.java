package io.pulsefeed.cli.export.parquet;

/** Numbers of the Parquet format, see parquet.thrift of Apache Parquet. */
final class ParquetFormat {

    static final String MAGIC = "PAR1";
    static final int VERSION = 1;
    static final int DATA_PAGE = 0;
    static final int PLAIN = 0;
    static final int RLE = 3;
    static final int GZIP = 2;
    static final int REQUIRED = 0;
    static final int OPTIONAL = 1;
    static final int CONVERTED_UTF8 = 0;
    static final int CONVERTED_TIMESTAMP_MICROS = 10;

    private ParquetFormat() {}
}
