# The image of broker, worker and set-up jobs: apache/kafka with the four plugins, the pulsefeed command and the JMX agent.
# Needs nothing but Docker: the first stage builds the plugins. docker-compose.yml builds it by itself.
ARG KAFKA_IMAGE=apache/kafka:4.1.1
ARG MAVEN_IMAGE=maven:3.9-eclipse-temurin-17

FROM ${MAVEN_IMAGE} AS build
WORKDIR /pulsefeed
COPY . .
RUN mvn -B -ntp -DskipTests \
    -pl kraken-source,article-source,emotibit-source,timescale-sink,tools/cli -am package \
    && packaging/image/assemble /image

FROM ${KAFKA_IMAGE} AS connect
COPY --from=build /image/ /opt/
# On the path, so that `docker compose exec connect pulsefeed ...` works. The user stays the image's own, without privileges.
ENV PATH="${PATH}:/opt/pulsefeed/bin:/opt/kafka/bin"
