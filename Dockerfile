# The service alone: no broker, no demo, no test code.
#
#   docker build -t tidemark .
#   docker run -e TIDEMARK_KAFKA_BOOTSTRAP_SERVERS=... -e TIDEMARK_HTTP_TOKENS_OPS=... tidemark
#                                                                             built-in definitions
#   docker run -v "$PWD/definitions:/etc/tidemark:ro" tidemark run --config /etc/tidemark
#   docker run -e TIDEMARK_HTTP_TOKENS_READ=... tidemark serve                 the feature server alone
#   docker run tidemark check --help                                          any other command

FROM eclipse-temurin:17-jdk AS build
WORKDIR /src
# what changes least first, so that dependencies are downloaded once
COPY mvnw pom.xml ./
COPY .mvn .mvn
COPY avro/pom.xml avro/
COPY monitoring/pom.xml monitoring/
COPY online-store/pom.xml online-store/
COPY stream-app/pom.xml stream-app/
COPY load-tests/pom.xml load-tests/
COPY avro/src/main avro/src/main
COPY monitoring/src/main monitoring/src/main
COPY online-store/src/main online-store/src/main
COPY stream-app/src/main stream-app/src/main
RUN ./mvnw -q -B -ntp -Dmaven.test.skip=true -Dspotless.check.skip=true -Dclass-archive.skip=true \
    -pl stream-app -am package

FROM eclipse-temurin:17-jre
RUN groupadd --gid 10001 tidemark \
 && useradd --uid 10001 --gid tidemark --no-create-home --shell /usr/sbin/nologin tidemark \
 && mkdir -p /var/lib/tidemark \
 && chown tidemark:tidemark /var/lib/tidemark
COPY --from=build /src/stream-app/target/tidemark.jar /opt/tidemark/tidemark.jar
COPY stream-app/java.flags /opt/tidemark/java.flags
# what this JVM knows of the jar's classes: a start takes 0.6 of the processor time
RUN java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 '-Xlog:cds*=off' \
    -XX:ArchiveClassesAtExit=/opt/tidemark/tidemark.jsa \
    -cp /opt/tidemark/tidemark.jar io.tidemark.app.cli.ClassArchive /opt/tidemark/tidemark.jar
# for Confluent's own client (TIDEMARK_SCHEMA_REGISTRY_CLIENT=confluent), whose jars are not in the
# image: docker run -v "$PWD/confluent-jars:/opt/tidemark/lib:ro" ...
RUN mkdir /opt/tidemark/lib
USER tidemark
WORKDIR /var/lib/tidemark
# state survives a restart of the container on this volume: without it every start restores from Kafka
VOLUME /var/lib/tidemark
ENV TIDEMARK_STATE_DIR=/var/lib/tidemark/state \
    TIDEMARK_HTTP_HOST=0.0.0.0 \
    TIDEMARK_JAVA_OPTS= \
    MALLOC_ARENA_MAX=2
EXPOSE 8080
# with TLS set TIDEMARK_HTTP_HEALTH_PORT: that port stays plain HTTP
HEALTHCHECK --interval=5s --timeout=3s --start-period=60s --retries=6 CMD ["bash", "-c", \
  "exec 3<>/dev/tcp/127.0.0.1/${TIDEMARK_HTTP_HEALTH_PORT:-8080} && printf 'GET /health/ready HTTP/1.0\\r\\n\\r\\n' >&3 && read -r line <&3 && [[ $line == *' 200 '* ]]"]
# half of the memory for the heap: RocksDB and network buffers live outside it
ENTRYPOINT ["sh", "-c", "exec java @/opt/tidemark/java.flags -XX:SharedArchiveFile=/opt/tidemark/tidemark.jsa '-Xlog:cds*=off' -XX:MaxRAMPercentage=50 $TIDEMARK_JAVA_OPTS -jar /opt/tidemark/tidemark.jar \"$@\"", "tidemark"]
CMD ["run"]
