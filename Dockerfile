# The image of broker, worker and setup jobs: apache/kafka with the four plugins, the pulsefeed command and the JMX agent.
# Needs only Docker: the first stage builds the plugins. docker-compose.yml builds the image automatically.
ARG KAFKA_IMAGE=apache/kafka:4.4.0
ARG MAVEN_IMAGE=maven:3.9-eclipse-temurin-17

FROM ${MAVEN_IMAGE} AS build
WORKDIR /pulsefeed
COPY . .
RUN mvn -B -ntp -DskipTests \
    -pl kraken-source,article-source,emotibit-source,timescale-sink,tools/cli -am package \
    && packaging/image/assemble /image

FROM ${KAFKA_IMAGE} AS connect
COPY --from=build /image/ /opt/
# PATH, so that `docker compose exec connect pulsefeed ...` works. The image's unprivileged user is kept.
ENV PATH="${PATH}:/opt/pulsefeed/bin:/opt/kafka/bin"
