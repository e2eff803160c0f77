package io.pulsefeed.stack;

/** Ports of the stack, all on 127.0.0.1. The defaults are those of the compose stack. */
record Ports(int kafka, int controller, int connect, int database) {

    static final Ports DEFAULT = new Ports(9092, 19093, 8083, 15432);

    Ports withKafka(int port) {
        return new Ports(port, controller, connect, database);
    }

    Ports withController(int port) {
        return new Ports(kafka, port, connect, database);
    }

    Ports withConnect(int port) {
        return new Ports(kafka, controller, port, database);
    }

    Ports withDatabase(int port) {
        return new Ports(kafka, controller, connect, port);
    }
}
